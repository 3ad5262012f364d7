"""Whether a job could be created, for forms that say so while they are filled in, and what it would run."""

import orjson
from pydantic import ValidationError

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.training import access, queries
from modelyard.training.errors import JobNameTaken, NodesAreMany, OutputInUse
from modelyard.training.rules import launch, places
from modelyard.training.rules.annotations import mounted_inputs_of
from modelyard.training.rules.checks import is_launchable
from modelyard.training.schemas.answers import (
    CodeFactsAnswer,
    FlavorFacts,
    PreviewAnswer,
    ProblemAnswer,
    ValidationAnswer,
)
from modelyard.training.schemas.requests import JobCreate
from modelyard.training.service import describing
from modelyard.training.service.checking import Checked, check
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.jobs import demand_create

_SHAPE = "ModelArts.0104"
_ANOTHER = "(...)"
_MOST_LOOKED_AT = 500
_EXAMPLE_ID = "00000000-0000-0000-0000-000000000000"


async def validate_job(context: TrainingContext, who: Subject, body: bytes, *, language: Language) -> ValidationAnswer:
    """Return everything that stands against creating a job, and a preview of what it would run; nothing is created.

    body: as for creating a job. Wrong shapes are problems like others.
    """
    try:
        wanted = JobCreate.model_validate(orjson.loads(body or b"{}"))
    except ValidationError as error:
        await context.gatekeeper.authorize(who, access.CREATE_JOB)
        problems = [
            ProblemAnswer(field=".".join(str(part) for part in item["loc"]) or "body", error_code=_SHAPE, error_msg=item["msg"])
            for item in error.errors()[:50]
        ]
        return ValidationAnswer(valid=False, problems=problems, warnings=[], preview=None)
    except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
        await context.gatekeeper.authorize(who, access.CREATE_JOB)
        problem = ProblemAnswer(field="body", error_code=_SHAPE, error_msg=f"not JSON: {error}")
        return ValidationAnswer(valid=False, problems=[problem], warnings=[], preview=None)
    await demand_create(context, who, wanted)
    checked = await check(context, who, wanted)
    await _name(context, who, checked)
    await _outputs(context, who, checked)
    most = checked.resolved.most
    if checked.resolved.flavor and checked.draft.node_count > most:
        checked.warnings.append(
            NodesAreMany(field="spec.resource.node_count", value=checked.draft.node_count, limit=most, problem="many")
        )
    return ValidationAnswer(
        valid=not checked.problems,
        problems=[_told(error, language) for error in checked.problems],
        warnings=[_told(error, language) for error in checked.warnings],
        preview=_preview(context, checked),
    )


async def _name(context: TrainingContext, who: Subject, checked: Checked) -> None:
    async with context.database.read_session() as db:
        found = await queries.find_by_name(db, who.project_id or "", checked.workspace_id, checked.draft.name)
    if found is not None:
        checked.problems.append(JobNameTaken(field="metadata.name", name=checked.draft.name, problem="taken"))


async def _outputs(context: TrainingContext, who: Subject, checked: Checked) -> None:
    """Say which outputs other jobs use, as far as the newest of those that have not ended tell."""
    outputs = [(index, item.url) for index, item in enumerate(checked.draft.outputs) if item.url]
    if not outputs:
        return
    async with context.database.read_session() as db:
        busy = await queries.unfinished_specs(db, who.project_id or "", most=_MOST_LOOKED_AT)
    for index, url in outputs:
        for name, workspace_id, spec in busy:
            places_of = (item["remote"]["obs"]["obs_url"] for item in spec["algorithm"]["outputs"])
            other = next((place for place in places_of if places.overlap(url, place)), None)
            if other is not None:
                # The names of jobs in other workspaces may be nobody's business here.
                said = name if workspace_id == checked.workspace_id else _ANOTHER
                checked.warnings.append(
                    OutputInUse(field=f"algorithm.outputs.{index}", name=said, other_value=other, problem="in use")
                )
                break


def _told(error: AppError, language: Language) -> ProblemAnswer:
    return ProblemAnswer(field=error.params.get("field", ""), error_code=error.code, error_msg=error.message(language))


def _preview(context: TrainingContext, checked: Checked) -> PreviewAnswer | None:
    draft, resolved = checked.draft, checked.resolved
    if not is_launchable(draft):
        return None
    tasks = launch.tasks_of(
        draft,
        job_id=_EXAMPLE_ID,
        code=checked.code,
        snapshot=None,
        surroundings=context.surroundings,
        cards=resolved.cards,
        is_ascend=resolved.is_ascend,
        is_pytorch=resolved.is_pytorch,
    )
    first, given, contents = tasks[0], resolved.resources, checked.contents
    flavor = code = None
    if given is not None:
        flavor = FlavorFacts(
            flavor_id=resolved.flavor,
            cpu_core_num=given.cpu_milli / 1000,
            mem_size_bytes=given.memory_bytes,
            disk_size_bytes=given.disk_bytes,
            accelerator_num=given.gpus + given.npus,
            accelerator_type=resolved.accelerator,
        )
    if contents is not None:
        found = next((name for name in launch.REQUIREMENTS if name in contents.files), None)
        code = CodeFactsAnswer(
            files=len(contents.files), folders=len(contents.folders), bytes=contents.bytes, requirements=found
        )
    return PreviewAnswer(
        command=list(first.argv),
        working_dir=first.working_dir,
        code_dir=places.code_target(draft) or "",
        environments=describing.masked(first.env),
        setup=[list(step.argv) for step in first.setup],
        inputs={item.name: places.input_dir(index, item) for index, item in enumerate(draft.inputs)},
        mounted_inputs=sorted(mounted_inputs_of(draft)),
        outputs={item.name: places.output_dir(index, item) for index, item in enumerate(draft.outputs)},
        image=resolved.image,
        flavor=flavor,
        code=code,
        tasks=[task.name for task in tasks],
    )
