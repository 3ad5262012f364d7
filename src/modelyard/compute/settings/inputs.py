"""Settings of the inputs that a machine keeps for its tasks."""

from pydantic import Field

from modelyard.core.settings import Settings


class InputSettings(Settings):
    """Inputs that are mounted: one read-only copy on the machine, shared by tasks."""

    cache_bytes: int = Field(
        default=100 * 2**30,
        ge=0,
        le=2**60,
        description="How much of the disk inputs that are mounted may take. What no task uses goes first, the least recently "
        "used first; an input that finds no room is copied into its task. 0: all are copied.",
    )
