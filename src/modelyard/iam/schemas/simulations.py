"""Questions about rights on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field

from modelyard.iam.schemas.tokens import Id
from modelyard.iam.types import Reason

ActionName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_-]+:[A-Za-z0-9_-]*:[A-Za-z0-9_-]+$")]
ContextText = Annotated[str, Field(max_length=1024)]


class Simulation(BaseModel):
    """What is asked: may this user perform these actions on this thing, under these circumstances?"""

    user_id: Id
    actions: Annotated[list[ActionName], Field(min_length=1, max_length=200)]
    resource: Annotated[str, Field(max_length=1500)] = "*"
    context: Annotated[dict[Annotated[str, Field(max_length=128)], ContextText], Field(max_length=20)] = {}


class SimulationResult(BaseModel):
    """Whether, and why."""

    action: str
    allowed: bool
    reason: Reason
    policy_name: str | None


class SimulationAnswer(BaseModel):
    """One result per action, in order."""

    results: list[SimulationResult]
