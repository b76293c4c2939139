"""Runs or checks one function in a process that serves one call: says that it is ready, reads a request, answers, and waits to be killed."""
import ast
import builtins
import json
import os
import sys
import time
import types

# What functions may import by default is loaded before the call comes.
import collections, datetime, functools, itertools, math, re, traceback  # noqa: E401, F401

if sys.argv[1:2] == ["async"]:
    import asyncio

FILE = "function.py"
CONTEXT = "context"
END_OF_LOGS = "\x01isaa-call-ended\n"
NOT_IN_SAFE_MODE = ("open", "exec", "eval", "compile", "input", "breakpoint", "help", "exit", "quit", "__import__", "__loader__", "__spec__")
INNER_NAMES = (
    "__subclasses__", "__globals__", "__builtins__", "__code__", "__bases__", "__base__", "__mro__", "__closure__", "__loader__", "__spec__", "__import__",
    "f_globals", "f_locals", "f_builtins", "f_back", "gi_frame", "cr_frame", "ag_frame", "tb_frame", "__getattribute__", "__reduce__", "__reduce_ex__")


class Rules:
    """What the code may use. Helps to find mistakes early; the walls around the process are what holds."""

    def __init__(self, request):
        self.entry = request["entry"]
        self.imports = request["imports"]
        self.safe = request.get("safeMode", True)
        self.needs_context = request.get("needsContext", False)

    def allows(self, module):
        return "*" in self.imports or any(module == name or module.startswith(name + ".") for name in self.imports)

    def check(self, code):
        """The tree and what is wrong with it; no tree where the syntax is wrong."""
        try:
            tree = ast.parse(code, FILE)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            return None, [fault("syntax", getattr(error, "msg", None) or str(error), line, getattr(error, "offset", None) or None)]
        except (RecursionError, MemoryError):
            return None, [fault("too_deep", "The code is nested too deeply.")]
        return tree, sorted(self.walk(tree), key=lambda found: (found.get("line", 0), found.get("column", 0)))

    def walk(self, tree):
        own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        own |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
        for node in ast.walk(tree):
            for module in modules(node):
                if not self.allows(module):
                    yield at(node, "import_not_allowed", f"The module {module or '.'} may not be imported. Allowed: {', '.join(self.imports)}.")
            if not self.safe:
                continue
            if isinstance(node, ast.Name) and node.id in NOT_IN_SAFE_MODE and node.id not in own:
                yield at(node, "builtin_not_allowed", f"{node.id} may not be used in safe mode.")
            if isinstance(node, ast.Attribute) and node.attr in INNER_NAMES:
                yield at(node, "attribute_not_allowed", f"{node.attr} may not be used in safe mode.")

    def signature(self, tree):
        """The function's signature, or why there is none."""
        found = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == self.entry]
        if not found:
            return None, [fault("entry_missing", f"The code defines no function {self.entry}. Write: def {self.entry}(…)")]
        node = found[-1]
        arguments = node.args
        if arguments.posonlyargs:
            return None, [at(node, "entry_invalid", f"The parameters of {self.entry} must be accepted by name; take the / out.")]
        named = arguments.args + arguments.kwonlyargs
        optional = [False] * (len(arguments.args) - len(arguments.defaults)) + [True] * len(arguments.defaults)
        optional += [default is not None for default in arguments.kw_defaults]
        parameters = [{"name": argument.arg, "isRequired": not has} for argument, has in zip(named, optional)]
        return {"parameters": parameters, "takesAny": arguments.kwarg is not None, "isAsync": isinstance(node, ast.AsyncFunctionDef)}, []

    def builtins(self):
        space = dict(vars(builtins))
        real = builtins.__import__

        def guarded(name, globals=None, locals=None, fromlist=(), level=0):
            if level != 0 or not self.allows(name):
                raise Rejected(f"The module {name or '.'} may not be imported. Allowed: {', '.join(self.imports)}.")
            return real(name, globals, locals, fromlist, level)

        if self.safe:
            for name in NOT_IN_SAFE_MODE:
                space.pop(name, None)
        space["__import__"] = guarded
        return space


class Rejected(ImportError):
    pass


def modules(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level + (node.module or "")]
    return []


def fault(kind, message, line=None, column=None, trace=""):
    found = {"kind": kind, "message": message, "trace": trace}
    if line:
        found["line"] = line
    if column:
        found["column"] = column
    return found


def at(node, kind, message):
    return fault(kind, message, node.lineno, node.col_offset + 1)


def check(request):
    rules = Rules(request)
    tree, findings = rules.check(request["code"])
    if tree is None:
        return {"outcome": "failed", "findings": findings}
    signature, missing = rules.signature(tree)
    findings += missing
    return {"outcome": "failed" if findings else "completed", "findings": findings[:100], "signature": signature}


def run(request):
    rules = Rules(request)
    tree, findings = rules.check(request["code"])
    if findings:
        first = findings[0]
        return {"outcome": "failed" if tree is None else "rejected", "error": first, "findings": findings[:100]}
    space = {"__builtins__": rules.builtins(), "__name__": "function"}
    try:
        exec(compile(tree, FILE, "exec"), space)
        function = space.get(rules.entry)
        if not callable(function):
            return {"outcome": "failed", "error": fault("entry_missing", f"The code defines no function {rules.entry}.")}
        arguments = dict(request["input"])
        if rules.needs_context:
            arguments[CONTEXT] = request.get("context")
        value = function(**arguments)
        if isinstance(value, types.CoroutineType):
            import asyncio
            value = asyncio.run(value)
    except BaseException as error:
        return failure(error)
    return success(value, request["outputBytes"])


def success(value, most):
    try:
        text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except MemoryError:
        return {"outcome": "memory_limit", "error": fault("memory_limit", "The result does not fit into the memory.")}
    except (TypeError, ValueError, RecursionError) as error:
        return {"outcome": "invalid_output", "error": fault("invalid_output", f"The result, a {type(value).__name__}, cannot be written as JSON: {error}")}
    if len(text) > most:
        return {"outcome": "output_limit", "error": fault("output_limit", f"The result has {len(text)} bytes of JSON; at most {most} are taken.")}
    return {"outcome": "completed", "output": text}


def failure(error):
    if isinstance(error, MemoryError):
        return {"outcome": "memory_limit", "error": fault("memory_limit", "The function wanted more memory than it may have.")}
    if isinstance(error, BlockingIOError) and error.errno == 11:
        return {"outcome": "process_limit", "error": fault("process_limit", "The function wanted more processes than it may have.")}
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return {"outcome": "process_limit", "error": fault("process_limit", "The function wanted more threads than it may have.")}
    line, column, lines = None, None, []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == FILE:
            line, column = frame.lineno, None if frame.colno is None else frame.colno + 1
            lines.append(f"at {frame.name} line {frame.lineno}")
    kind = type(error).__name__
    outcome = "rejected" if isinstance(error, Rejected) else "failed"
    return {"outcome": outcome, "error": fault("import_not_allowed" if outcome == "rejected" else kind, text_of(error), line, column, "\n".join(lines[-50:]))}


def text_of(error):
    try:
        return str(error)[:4000]
    except BaseException:
        return "(the error cannot be written)"


def bridge(path, port):
    """Hands TCP connections on to the proxy outside: the clients of Python know no Unix sockets."""
    import socket
    import threading

    def pump(source, sink):
        try:
            while part := source.recv(65536):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            sink.close()

    def accept():
        while True:
            client, _ = listener.accept()
            proxy = socket.socket(socket.AF_UNIX)
            proxy.connect(path)
            for pair in ((client, proxy), (proxy, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.stack_size(256 << 10)
    listener = socket.create_server(("127.0.0.1", port))
    threading.Thread(target=accept, daemon=True).start()


def main():
    if "ISAA_NETWORK" in os.environ:
        bridge(os.environ["ISAA_NETWORK"], int(os.environ["ISAA_NETWORK_PORT"]))
    replies = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    write, pause, dumps = os.write, time.sleep, json.dumps
    check_of, run_of, end = check, run, END_OF_LOGS.encode()

    def send(line):
        rest = line.encode() + b"\n"
        while rest:
            rest = rest[write(replies, rest):]

    send('{"ready":true}')
    line = sys.stdin.buffer.readline()
    if not line:
        return
    request = json.loads(line)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = open(os.devnull)
    sys.modules.pop("__main__", None)
    reply = check_of(request) if request["task"] == "check" else run_of(request)
    output = reply.pop("output", None)
    text = dumps(reply)
    if output is not None:
        text = text[:-1] + ',"output":' + output + "}"
    try:
        sys.stdout.flush()
        sys.stderr.flush()
        write(2, end)
    except (OSError, ValueError):
        pass  # the function closed its logs; that is its right
    send(text)
    while True:
        pause(1000)


main()
