"""Which build this is: the commit it was made from, where that is known."""

import subprocess
from pathlib import Path


def build_name() -> str:
    """Return the short commit of a working copy, or `release` for an installed package."""
    top = Path(__file__).parents[3]
    head = top / ".git"
    if not head.exists():
        return "release"
    try:
        found = subprocess.run(
            ["git", "-C", str(top), "rev-parse", "--short=12", "HEAD"],  # noqa: S607 - whatever git the user has
            capture_output=True,
            text=True,
            timeout=2,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return found.stdout.strip()
