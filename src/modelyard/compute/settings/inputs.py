"""Settings of the inputs that a machine keeps for its tasks."""

from pydantic import Field

from modelyard.core.settings import Settings


class InputSettings(Settings):
    """Inputs that are mounted, also packages of models that are loaded dynamically: one read-only copy, shared by tasks."""

    cache_bytes: int = Field(
        default=100 * 2**30,
        ge=0,
        le=2**60,
        description="How much of the disk inputs that are mounted may take. What no task uses goes first, the least recently "
        "used first; an input that finds no room is copied into its task. 0: all are copied.",
    )
    unused_days: float = Field(
        default=30.0,
        ge=0.01,
        le=3650.0,
        description="Inputs that no task has used for so long are removed also where there is room.",
    )
