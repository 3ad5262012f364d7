"""What clients send about models. Fields that the public API lacks are marked as ours."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from modelyard.core.text import Line, Prose


def _as_text(value: Any) -> Any:
    """Take numbers and booleans where clients of the public API send them for texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) and abs(value) < 10**12 else value


Loose = BeforeValidator(_as_text)
Place = Annotated[Line, StringConstraints(max_length=2048, strip_whitespace=True)]
WorkspaceId = Annotated[str, Loose, StringConstraints(pattern=r"^(0|[0-9a-f]{32}|[0-9a-f-]{36})$")]
Description = Annotated[Prose, StringConstraints(max_length=100)]
JSONValue = dict[str, Any] | list[Any] | str


class Doc(BaseModel):
    """A document about a model."""

    doc_name: Annotated[Line, StringConstraints(min_length=1, max_length=48, pattern=r"^[A-Za-z\u4e00-\u9fff]")]
    doc_url: Annotated[Line, StringConstraints(max_length=1024, pattern=r"^https?://[^\s/]")]


class TemplateInput(BaseModel):
    """A place for one input of a template."""

    input_id: Annotated[Line, StringConstraints(min_length=1, max_length=64)]
    input: Place


class TemplateChoice(BaseModel):
    """A template with its inputs. infer_format: the id of an input and output mode, instead of the template's own."""

    template_id: Annotated[Line, StringConstraints(min_length=1, max_length=64)]
    template_inputs: Annotated[list[TemplateInput], Field(max_length=20)]
    infer_format: Annotated[Line, StringConstraints(max_length=64)] | None = None


class Param(BaseModel):
    """A parameter of a path, in the older form."""

    url: Annotated[Line, StringConstraints(max_length=255)]
    method: Annotated[Line, StringConstraints(max_length=16)]
    protocol: Annotated[Line, StringConstraints(max_length=16)] = "http"
    param_name: Annotated[Line, StringConstraints(min_length=1, max_length=256)]
    param_type: Annotated[Line, StringConstraints(min_length=1, max_length=32)]
    min: Annotated[float, Field(ge=-1e300, le=1e300)] | None = None
    max: Annotated[float, Field(ge=-1e300, le=1e300)] | None = None
    param_desc: Annotated[Prose, StringConstraints(max_length=1000)] | None = None


class ModelCreate(BaseModel):
    """A model to create.

    source_location: a folder with a package, or for the type Image an image. Not needed for templates, nor with
        `source_job_id` alone: then it is the output of that job.
    initial_config: the text of `config.json`, instead of the one in the package.
    Ours: `image` (the engine package of the type Custom), `cmd`, `port`, `protocol`, `envs`, `health`, `request_mode`,
        `dynamic_load_mode` (`Single`: the package is fetched where the model is deployed).
    """

    model_name: Annotated[Line, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_\u4e00-\u9fff-]+$")]
    model_version: Annotated[Line, StringConstraints(max_length=16)]
    model_type: Annotated[Line, StringConstraints(min_length=1, max_length=32)]
    source_location: Place | None = None
    source_copy: Annotated[str, Loose, StringConstraints(pattern=r"^(true|false|True|False|)$")] | None = None
    source_job_id: Annotated[str, Loose, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] | None = None
    source_job_version: Annotated[str, Loose, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z_.-]*$")] | None = None
    source_type: Literal["auto", ""] | None = None
    runtime: Annotated[Line, StringConstraints(max_length=256)] | None = None
    description: Description | None = None
    execution_code: Place | None = None
    initial_config: JSONValue | None = None
    model_algorithm: Annotated[Line, StringConstraints(max_length=256)] | None = None
    model_metrics: JSONValue | None = None
    install_type: Annotated[list[Annotated[Line, StringConstraints(max_length=32)]], Field(max_length=10)] | None = None
    apis: JSONValue | None = None
    input_params: Annotated[list[Param], Field(max_length=500)] | None = None
    output_params: Annotated[list[Param], Field(max_length=500)] | None = None
    dependencies: list[Any] | None = None
    template: TemplateChoice | None = None
    model_docs: Annotated[list[Doc], Field(max_length=3)] | None = None
    workspace_id: WorkspaceId = "0"
    image: Annotated[Line, StringConstraints(max_length=2048)] | None = None
    cmd: Annotated[Line, StringConstraints(max_length=4096)] | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    protocol: Annotated[Line, StringConstraints(max_length=16)] | None = None
    envs: (
        Annotated[
            dict[
                Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")],
                Annotated[Line, StringConstraints(max_length=4096)],
            ],
            Field(max_length=100),
        ]
        | None
    ) = None
    health: dict[str, Any] | None = None
    request_mode: Literal["sync", "async"] | None = None
    dynamic_load_mode: Literal["Single", ""] | None = None


class ModelUpdate(BaseModel):
    """What can be changed of a model; what is not given stays."""

    description: Description | None = None
    model_docs: Annotated[list[Doc], Field(max_length=3)] | None = None
    dependencies: list[Any] | None = None
