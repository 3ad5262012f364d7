"""Files in object storage, used like local ones.

import moxing as mox
mox.file.copy_parallel("obs://bucket/data", "/cache/data")
"""

import sys

from moxing.framework import file
from moxing.framework.util import runtime
from moxing.version import __version__

# `import moxing.file` finds the same module.
sys.modules["moxing.file"] = file
runtime.start_logging()

__all__ = ["__version__", "file"]
