# ruff: noqa: INP001 - this folder itself is put on the path
"""`import log`, as older inference code does: loggers by name."""

import logging

getLogger = logging.getLogger  # noqa: N816 - the name is given
