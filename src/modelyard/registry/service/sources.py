"""Where a new model comes from: a folder in a bucket, the output of a training job, the input of a template."""

from dataclasses import dataclass, field, replace

from modelyard.core.errors import AppError, Forbidden
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.service import places as objects_places
from modelyard.registry.errors import (
    JobUnusable,
    ModeNotFound,
    ParameterMissing,
    SourceForbidden,
    SourceInvalid,
    TemplateInputsInvalid,
    TemplateInputTwice,
    TemplateNeeded,
    TemplateNotFound,
)
from modelyard.registry.rules import places, templates
from modelyard.registry.rules.templates import Template
from modelyard.registry.schemas.requests import ModelCreate, TemplateChoice
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.types import Config, ModelKind, ModelType, SourceKind
from modelyard.training.service import jobs as training_jobs

# The output of a job that holds its model, where it has several.
_USUAL_OUTPUT = "train_url"


@dataclass
class Draft:
    """A model that is about to be created, as far as it is known. problems: what stands against it, in order.

    folder: of the package, as `obs://bucket/key/`. runtime_note: the runtime that was asked for and is not there.
    is_undescribed: neither a config.json nor the request says what it answers.
    """

    name: str
    version: str
    version_order: int = 0
    type: str = ""
    kind: ModelKind = ModelKind.PACKAGE
    source_kind: SourceKind = SourceKind.OBS
    source: str = ""
    folder: str = ""
    config: Config = field(default_factory=Config)
    image: str = ""
    runtime_note: str = ""
    is_undescribed: bool = False
    install_types: tuple[str, ...] = ()
    problems: list[AppError] = field(default_factory=list)

    @property
    def brings_server(self) -> bool:
        """Whether an image of somebody's own answers the requests."""
        return self.kind is ModelKind.IMAGE or self.type == ModelType.CUSTOM


async def given_place(context: RegistryContext, who: Subject, made: Draft, wanted: ModelCreate) -> str:
    """Return where the package lies: the place that was named, else the output of the training job that was."""
    if not wanted.source_job_id:
        return wanted.source_location or ""
    made.source_kind = SourceKind.JOB
    if context.training is None:
        return wanted.source_location or ""
    try:
        async with context.database.read_session() as db:
            job = await training_jobs.get_job(db, context.training, who, wanted.source_job_id, language=Language.EN)
    except AppError as error:
        if not wanted.source_location:
            made.problems.append(_job_problem(error.message().rstrip("."), error.message(Language.ZH).rstrip("。")))
        # A job of another platform, or one that was deleted: where its model lies was said.
        return wanted.source_location or "-"
    if wanted.source_location:
        return wanted.source_location
    if job.status.phase != "Completed":
        made.problems.append(
            _job_problem(
                f"the job is {job.status.phase}; only the output of a job that completed can become a model",
                f"作业状态为 {job.status.phase}，只有已完成的作业才能用于创建模型",
            )
        )
        return "-"
    outputs = {output.name: output.remote.obs.obs_url for output in job.algorithm.outputs if output.remote.obs is not None}
    place = outputs.get(_USUAL_OUTPUT) or next(iter(outputs.values()), "")
    if not place:
        made.problems.append(
            _job_problem("the job has no output; name source_location", "作业没有训练输出，请填写 source_location")
        )
    return place or "-"


async def find_template(context: RegistryContext, who: Subject, made: Draft, wanted: ModelCreate) -> Config:
    """Find the input of a template with the rights of the caller, and return the configuration that it brings."""
    made.source_kind = SourceKind.TEMPLATE
    choice = wanted.template
    if choice is None:
        made.problems.append(TemplateNeeded(field="template", problem="there is none"))
        return Config()
    template = templates.find_template(choice.template_id)
    if template is None:
        possible = ", ".join(one.id for one in templates.TEMPLATES)
        made.problems.append(
            TemplateNotFound(field="template.template_id", template_id=choice.template_id, possible=possible, resource="-")
        )
        return Config()
    if choice.infer_format:
        made.problems.append(ModeNotFound(field="template.infer_format", value=choice.infer_format, resource="-"))
    place = _template_input(made, choice, template)
    if place is None:
        return template.config()
    spelled = _spelled(context, place)
    if spelled is None:
        made.problems.append(_no_place("template.template_inputs[0].input", place))
        return template.config()
    try:
        location = objects_places.read_place(spelled, field="template.template_inputs[0].input")
        found = await objects_places.require_readable(context.objects, who, location)
    except AppError as error:
        made.problems.append(source_problem(error, place, field="template.template_inputs[0].input"))
        return template.config()
    made.source = made.folder = str(found)
    if template.endings and not (not found.is_folder and str(found).lower().endswith(template.endings)):
        listed = ", ".join(template.endings)
        made.problems.append(
            TemplateInputsInvalid(
                field="template.template_inputs[0].input",
                problem=f"{place[:200]!r} is no file that ends with one of {listed}",
                problem_zh=f"{place[:200]!r} 不是以 {listed} 结尾的文件",
            )
        )
    elif not template.endings and not found.is_folder:
        made.problems.append(
            TemplateInputsInvalid(
                field="template.template_inputs[0].input",
                problem=f"{place[:200]!r} is a file; this template takes a folder",
                problem_zh=f"{place[:200]!r} 是文件，该模板需要目录",
            )
        )
    return template.config()


def _template_input(made: Draft, choice: TemplateChoice, template: Template) -> str | None:
    """Return the place of the one input of a template; None, with a problem noted, when it is not given as it should be."""
    given: dict[str, str] = {}
    for index, one in enumerate(choice.template_inputs):
        field = f"template.template_inputs[{index}].input_id"
        if one.input_id in given:
            made.problems.append(TemplateInputTwice(field=field, value=one.input_id, problem="twice"))
        elif one.input_id != templates.INPUT_ID:
            made.problems.append(
                TemplateInputsInvalid(
                    field=field,
                    problem=f"{template.id} has no input {one.input_id!r}; it has {templates.INPUT_ID}",
                    problem_zh=f"{template.id} 没有输入 {one.input_id!r}，可用的输入：{templates.INPUT_ID}",
                )
            )
        given[one.input_id] = one.input
    if templates.INPUT_ID not in given:
        made.problems.append(
            TemplateInputsInvalid(
                field="template.template_inputs",
                problem=f"the input {templates.INPUT_ID} is missing",
                problem_zh=f"缺少输入 {templates.INPUT_ID}",
            )
        )
    return given.get(templates.INPUT_ID)


async def find_package(context: RegistryContext, who: Subject, made: Draft, given: str) -> None:
    """Find the folder of a package with the rights of the caller."""
    if given == "-":  # what is wrong with it was said
        return
    if not given:
        made.problems.append(
            ParameterMissing(
                field="source_location",
                problem="the folder in a bucket that holds `model/`",
                problem_zh="请填写模型包所在的目录（model/ 的上级目录）",
            )
        )
        return
    spelled = _spelled(context, given)
    if spelled is None:
        made.problems.append(_no_place("source_location", given))
        return
    location = objects_places.read_place(spelled, field="source_location")
    made.source = objects_places.spell(spelled, folder=True) or spelled
    try:
        for key in places.package_folders(location.key):
            folder = replace(location, key=key)
            try:
                await objects_places.require_readable(context.objects, who, folder)
            except PlaceNotFound:
                continue
            made.folder = str(folder)
            return
    except AppError as error:
        made.problems.append(source_problem(error, given))
        return
    made.problems.append(
        SourceInvalid(
            field="source_location",
            problem=f"there is no folder model/ in {made.source}; it holds config.json, customize_service.py and the model",
            problem_zh=f"{made.source} 下没有 model/ 目录，该目录应包含 config.json、customize_service.py 和模型文件",
        )
    )


def _spelled(context: RegistryContext, given: str) -> str | None:
    """Return a place in its one spelling; None for what is none, and for places with spaces, which the guide refuses."""
    text = places.as_location(given, storage_host=context.storage_host)
    return None if text is None or any(character.isspace() for character in text) else objects_places.spell(text)


def _no_place(field: str, given: str) -> SourceInvalid:
    return SourceInvalid(
        field=field,
        problem=f"{given[:200]!r} is no place in a bucket: obs://bucket/folder/ (or s3://, /bucket/folder/, "
        "https://bucket.obs.region/folder/), without spaces",
        problem_zh=f"{given[:200]!r} 不是桶中的路径，应为 obs://桶/目录/（也可写作 s3://、/桶/目录/ 或 "
        "https://桶.obs.区域/目录/），且不能包含空格",
    )


def _job_problem(problem: str, problem_zh: str) -> JobUnusable:
    return JobUnusable(field="source_job_id", problem=problem, problem_zh=problem_zh)


def source_problem(error: AppError, value: str, *, field: str = "source_location") -> AppError:
    if error.status >= 500:
        return error
    if isinstance(error, Forbidden):
        wanted = {name: error.params.get(name, "?") for name in ("action", "resource")}
        return SourceForbidden(field=field, value=value[:200], **wanted)
    return SourceInvalid(
        field=field,
        problem=error.message().rstrip("."),
        problem_zh=error.message(Language.ZH).rstrip("。"),
    )
