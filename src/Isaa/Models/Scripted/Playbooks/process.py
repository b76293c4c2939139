"""Measures the regular files of the working directory and writes result.txt."""
import hashlib
import os
import stat
import sys

RESULT = b"result.txt"
PARTIAL = b".result.txt.isaa-partial"
MARK = b"made by: isaa demonstration "
LARGEST_RESULT = 1000


def signed(lines):
    return lines + MARK + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def is_ours(name, partial):
    """True when we may replace this entry: a regular file, no link, that holds what we write and nothing else."""
    info = os.lstat(name)
    if not stat.S_ISREG(info.st_mode) or info.st_size > LARGEST_RESULT:
        return False
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST_RESULT + 1)
    if partial and b"files: ".startswith(content[:7]):
        return True
    lines, mark, _ = content.partition(MARK)
    return bool(mark) and signed(lines) == content


def refuse_foreign(name, partial):
    try:
        ours = is_ours(name, partial)
    except FileNotFoundError:
        return
    except OSError as error:
        sys.exit("refused: %s cannot be checked: %s" % (name.decode(), error.strerror))
    if not ours:
        sys.exit("refused: %s was not made by this demonstration and is not overwritten; move it away and run again" % name.decode())


def measure():
    files = 0
    size = 0
    problems = []
    folders = [b"."]
    while folders:
        folder = folders.pop()
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone, or replaced by something else, since it was listed
        except OSError as error:
            problems.append((folder, error))
            continue
        try:
            with os.scandir(descriptor) as entries:
                for entry in entries:
                    name = os.fsencode(entry.name)
                    if folder == b"." and name in (RESULT, PARTIAL):
                        continue
                    path = os.path.join(folder, name)
                    try:
                        info = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    except OSError as error:
                        problems.append((path, error))
                        continue
                    if stat.S_ISDIR(info.st_mode):
                        folders.append(path)
                    elif stat.S_ISREG(info.st_mode):
                        files += 1
                        size += info.st_size
        except OSError as error:
            problems.append((folder, error))
        finally:
            os.close(descriptor)
    return files, size, problems


def write(content):
    descriptor = os.open(PARTIAL, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(PARTIAL, RESULT)


def main():
    refuse_foreign(RESULT, False)
    refuse_foreign(PARTIAL, True)
    files, size, problems = measure()
    if problems:
        for path, error in problems[:20]:
            print("unreadable: %s: %s" % (path.decode("utf-8", "backslashreplace"), error.strerror), file=sys.stderr)
        sys.exit("the folder cannot be measured: %d entries are unreadable; result.txt was not written" % len(problems))
    try:
        write(signed(b"files: %d\nbytes: %d\n" % (files, size)))
    except OSError as error:
        sys.exit("result.txt cannot be written: %s" % error.strerror)
    print("wrote result.txt: files: %d, bytes: %d" % (files, size))


main()
