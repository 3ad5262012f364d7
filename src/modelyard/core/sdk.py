"""Where the client libraries are that every task can import."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def sdk_directory() -> Path:
    """Return the directory to put on PYTHONPATH of a task, read-only; it holds `moxing` and nothing of the server.

    An installed wheel carries it inside the package; a checkout has it in `sdk/src`.
    """
    inside = PACKAGE / "sdk"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "sdk" / "src"
