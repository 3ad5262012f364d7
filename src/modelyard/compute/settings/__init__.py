"""Settings of compute."""

from pydantic import Field

from modelyard.compute.settings.engine import ContainerChoice, EngineSettings, Isolation, PullPolicy, TaskNetwork
from modelyard.compute.settings.inputs import InputSettings
from modelyard.compute.settings.queue import FlavorSettings, QueueSettings, QuotaSettings
from modelyard.core.settings import Settings

__all__ = [
    "ComputeSettings",
    "ContainerChoice",
    "EngineSettings",
    "FlavorSettings",
    "InputSettings",
    "Isolation",
    "PullPolicy",
    "QueueSettings",
    "QuotaSettings",
    "TaskNetwork",
]


class ComputeSettings(Settings):
    """The queue, flavors, quotas, and the engine that runs tasks."""

    engine: EngineSettings = Field(default=EngineSettings(), description="How tasks are run on this machine.")
    inputs: InputSettings = Field(default=InputSettings(), description="Inputs that a machine keeps for its tasks.")
    queue: QueueSettings = Field(default=QueueSettings(), description="Who starts when, and where.")
    flavors: FlavorSettings = Field(default=FlavorSettings(), description="Sizes that tasks can have.")
    quotas: QuotaSettings = Field(
        default=QuotaSettings(), description="What each project may have; what is set over the API can only be less."
    )
