"""Rules of the house that no linter knows; run by ./yard check, tested in test_house_rules.py.

Each rule walks the syntax tree of one file and yields the lines that break it.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "modelyard"
Rule = Callable[[Path, ast.AST], Iterator[tuple[int, str]]]


def no_commit_outside_the_kernel(file: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """One request is one transaction: only `core/db.py` and migrations end it."""
    if file.name == "db.py" or "migrations" in file.parts:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "rollback"}:
            yield node.lineno, f"{node.func.attr}() belongs to core/db.py: one request or loop step is one transaction"


def no_http_exception_in_capabilities(file: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Failures are classes in errors.py, so that they have a code and both languages."""
    if file.name == "http.py":
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(("fastapi", "starlette")):
            continue
        if any(name.name == "HTTPException" for name in node.names):
            yield node.lineno, "HTTPException: raise a class of errors.py instead"


def no_shell(file: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """No string ever reaches a shell."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if any(word.arg == "shell" and not _is_false(word.value) for word in node.keywords):
            yield node.lineno, "shell=: pass an argument list"
        name = ast.unparse(node.func)
        if name in {"os.system", "os.popen", "asyncio.create_subprocess_shell", "subprocess.getoutput"}:
            yield node.lineno, f"{name}: pass an argument list to subprocess instead"


def no_dialect_questions(file: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Differences between databases live in core/db.py alone."""
    if file.name == "db.py" or "migrations" in file.parts:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"is_sqlite", "dialect"}:
            yield node.lineno, f".{node.attr}: if a capability must know the database, core/db.py lacks a function"


def no_environment_at_import(file: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Settings are passed in; nothing reads the environment while a module is loaded."""
    assert isinstance(tree, ast.Module)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
                yield node.lineno, "the environment is read while the module loads: use settings"


RULES: list[Rule] = [
    no_commit_outside_the_kernel,
    no_http_exception_in_capabilities,
    no_shell,
    no_dialect_questions,
    no_environment_at_import,
]


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def broken_rules(source: Path) -> Iterator[str]:
    """Yield `file:line: what is wrong` for everything below a folder."""
    for file in sorted(source.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for rule in RULES:
            for line, problem in rule(file, tree):
                yield f"{file.relative_to(source.parent.parent)}:{line}: {problem}"


def main() -> int:
    """Print what breaks a rule; 1 if anything does."""
    problems = list(broken_rules(SOURCE))
    for problem in problems:
        print(problem)  # noqa: T201 - this is a command
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
