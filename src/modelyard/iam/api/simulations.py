"""Routes of questions about rights."""

from typing import Annotated

from fastapi import APIRouter

from modelyard.core.access import authenticated
from modelyard.core.http import ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.api.shared import Context, ProjectPath
from modelyard.iam.schemas.simulations import Simulation, SimulationAnswer
from modelyard.iam.service import simulations

router = APIRouter(prefix="/v2/{project_id}/policy-simulations", tags=["iam"])

Caller = Annotated[Subject, authenticated("everybody may ask about himself; about others the service decides")]


@router.post("", operation_id="SimulatePolicies", summary="Why may or may not somebody")
async def simulate_policies(
    who: Caller, db: ReadDb, context: Context, project_id: ProjectPath, body: Simulation
) -> SimulationAnswer:
    """Ask whether a user may perform actions in the project, and why. Nothing is changed."""
    results = await simulations.simulate(
        db, context, who, body.user_id, body.actions, resource=body.resource, conditions=body.context
    )
    return SimulationAnswer(results=results)
