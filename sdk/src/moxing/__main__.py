"""`python -m moxing env`: say to a shell where the object store is, and with which keys.

In a job the keys are temporary and not in the environment, where they could not be renewed and would end up in logs. What
wants them there takes those of now: `eval "$(python -m moxing env)"`.
"""

from __future__ import annotations

import os
import shlex
import sys

from moxing.framework.file.errors import MoxFileConfigException
from moxing.framework.file.settings import Auth, read_settings


def main(words: list[str]) -> int:
    """Print lines that a shell can read; returns the exit code."""
    if words != ["env"]:
        sys.stderr.write("usage: python -m moxing env\n")
        return 2
    try:
        settings = read_settings(Auth(), os.environ)
        keys = settings.keys(False)
    except MoxFileConfigException as error:
        sys.stderr.write(f"{error}\n")
        return 1
    values = {
        "ACCESS_KEY_ID": keys.access,
        "SECRET_ACCESS_KEY": keys.secret,
        "SECURITY_TOKEN": keys.token,
        "AWS_ACCESS_KEY_ID": keys.access,
        "AWS_SECRET_ACCESS_KEY": keys.secret,
        "AWS_SESSION_TOKEN": keys.token,
    }
    for name, value in values.items():
        if value:
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
