"""Routes of what projects used."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from modelyard.compute import access
from modelyard.compute.rules.usage import Used
from modelyard.compute.schemas.usage import RunningShape, UsageAnswer, UsedByKind, UsedOnDay
from modelyard.compute.service import usage as service
from modelyard.core.access import allow
from modelyard.core.http import ReadDb, project_in_path
from modelyard.core.subject import Subject

router = APIRouter(prefix="/v2/{project_id}/compute-usage", tags=["compute"], dependencies=[Depends(project_in_path)])


@router.get("", operation_id="ShowComputeUsage")
async def show_usage(
    db: ReadDb,
    who: Annotated[Subject, allow(access.GET_USAGE)],
    days: Annotated[int, Query(ge=1, le=366, description="How many days, today (UTC) included.")] = 30,
) -> UsageAnswer:
    """Show what the project used in the last days, in core-hours and card-hours, and what runs now."""
    found = await service.consumption_of(db, who, days=days)
    now = found.running
    return UsageAnswer(
        **_hours(found.total),
        days=[UsedOnDay(day=day.isoformat(), **_hours(used)) for day, used in found.days],
        kinds=[UsedByKind(owner_type=kind, **_hours(used)) for kind, used in found.kinds],
        running=RunningShape(workloads=now.workloads, tasks=now.tasks, cores=now.cores, cards=now.cards),
    )


def _hours(used: Used) -> dict[str, Any]:
    return {"core_hours": used.core_hours, "memory_gib_hours": used.gib_hours, "card_hours": used.card_hours}
