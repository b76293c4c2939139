"""Runs one piece of code in a session that lasts: reads the code from standard input, the state from /session."""
import ast
import io
import os
import pickle
import sys
import traceback
import types

STATE = "/session/python-state.pickle"
PACKAGES = "/packages"
USER_CODE_FAILED = 97
SOURCE_NAME = "<python>"


class Session:
    def __init__(self):
        self.module = types.ModuleType("__main__")
        self.definitions = {}  # name -> source of the def, class or import that made it
        self.space = self.module.__dict__
        self.space["__builtins__"] = __builtins__
        sys.modules["__main__"] = self.module

    def load(self):
        try:
            with open(STATE, "rb") as file:
                state = pickle.load(file)
        except FileNotFoundError:
            return
        except Exception as error:
            note(f"the state of earlier calls could not be read ({error}); starting afresh")
            return
        self.definitions = state["definitions"]
        pending = self.restore(state["variables"])
        for source in dict.fromkeys(self.definitions.values()):
            try:
                exec(compile(source, SOURCE_NAME, "exec"), self.space)
            except Exception as error:
                note(f"could not be restored: {source.splitlines()[0]} ({error})")
        for name in self.restore(pending):
            note(f"could not be restored: {name}")

    def restore(self, variables):
        """Puts back what can be put back; returns the rest (their classes may not be defined yet)."""
        failed = {}
        for name, content in variables.items():
            try:
                self.space[name] = pickle.loads(content)
            except Exception:
                failed[name] = content
        return failed

    def save(self):
        variables, lost = {}, []
        for name, value in list(self.space.items()):
            if name.startswith("__") or name in self.definitions and is_definition(value):
                continue
            try:
                variables[name] = pickle.dumps(value)
            except Exception:
                lost.append(name)
        definitions = {name: source for name, source in self.definitions.items() if name in self.space and is_definition(self.space[name])}
        with open(STATE + ".new", "wb") as file:
            pickle.dump({"definitions": definitions, "variables": variables}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(STATE + ".new", STATE)
        if lost:
            note("not kept for the next call (cannot be saved): " + ", ".join(sorted(lost)))

    def run(self, code):
        tree = ast.parse(code, SOURCE_NAME)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self.remember(tree, code)
        exec(compile(tree, SOURCE_NAME, "exec"), self.space)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), SOURCE_NAME, "eval"), self.space)
            if value is not None:
                print(repr(value))

    def remember(self, tree, code):
        for node in tree.body:
            source = ast.get_source_segment(code, node)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                first = min([node.lineno] + [decorator.lineno for decorator in node.decorator_list])
                source = "\n".join(code.splitlines()[first - 1:node.end_lineno])
                self.redefine(node.name, source)
            elif isinstance(node, (ast.Import, ast.ImportFrom)) and not any(alias.name == "*" for alias in node.names):
                for alias in node.names:
                    self.redefine((alias.asname or alias.name).split(".")[0], source)

    def redefine(self, name, source):
        self.definitions.pop(name, None)
        self.definitions[name] = source


def is_definition(value):
    return isinstance(value, (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)) or callable(value)


def note(text):
    print(f"[{text}]", file=sys.stderr)


def report(code):
    """The error with the lines of the user's code, and none of this program's."""
    kind, error, trace = sys.exc_info()
    while trace is not None and trace.tb_frame.f_code.co_filename != SOURCE_NAME:
        trace = trace.tb_next
    lines = code.splitlines()
    for line in traceback.format_exception(kind, error, trace):
        sys.stderr.write(line)
    for frame in traceback.extract_tb(trace):
        if frame.filename == SOURCE_NAME and 0 < frame.lineno <= len(lines):
            print(f"at line {frame.lineno} of the code: {lines[frame.lineno - 1].strip()}", file=sys.stderr)


def main():
    code = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape").read()
    if sys.argv[1] == "reset" and os.path.exists(STATE):
        os.remove(STATE)
    sys.argv = [""]
    sys.stdin = open(os.devnull)
    sys.path.insert(0, os.getcwd())
    if os.path.isdir(PACKAGES):
        sys.path.append(PACKAGES)
    session = Session()
    session.load()
    failed = False
    try:
        session.run(code)
    except SystemExit as exit:
        failed = exit.code not in (None, 0)
        if failed:
            note(f"the code called exit({exit.code!r})")
    except BaseException:
        failed = True
        report(code)
    try:
        session.save()
    except OSError as error:
        note(f"the variables of this call could not be saved: {error}")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(USER_CODE_FAILED if failed else 0)


driver = sys.modules["__main__"]  # kept alive: its functions are running
main()
