"""Modelyard: a self-hosted, one-stop AI development platform.

Start reading at `modelyard.server` (how the parts are put together) or at the package of a capability; every
capability has the same rooms, described in docs/dev/architecture.md.
"""

__version__ = "0.1.0"
