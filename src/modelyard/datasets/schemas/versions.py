"""Wire shapes of versions. Times are milliseconds; paths have the form `/bucket/folder/`. Ours are marked."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from typing_extensions import Self

from modelyard.core.text import Line, Prose
from modelyard.datasets.schemas.kept_files import VersionFiles
from modelyard.datasets.types.versions import SplitMethod, VersionFormat

VersionName = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
Description = Annotated[Prose, StringConstraints(max_length=256, pattern=r"""^[^!<>=&"']*$""")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def _share(text: str) -> str:
    if not 0 <= float(text) <= 1:
        raise ValueError("must be a number from 0 to 1")
    return text


Ratio = Annotated[str, StringConstraints(max_length=16, pattern=r"^([0-9]+(\.[0-9]*)?|\.[0-9]+)?$")]
RatioText = Annotated[Ratio, AfterValidator(lambda text: _share(text) if text else text)]


class SplitWanted(BaseModel):
    """How to divide samples; shares add up to 1. by: for groups, `folder` or the name of an attribute of samples."""

    method: SplitMethod = SplitMethod.STRATIFIED
    train: Share = 0.8
    evaluate: Share = 0.2
    test: Share = 0.0
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    by: Annotated[Line, StringConstraints(max_length=64)] = "folder"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(self.train + self.evaluate + self.test - 1) > 1e-6:
            raise ValueError("train, evaluate and test must add up to 1")
        return self


class VersionCreate(BaseModel):
    """A version to publish. Ours: `split`; without it the ratio splits within each label.

    annotation_format, ours here: has shapes written to VOC files, which the manifest names, and areas to masks.
    """

    version_name: VersionName | None = None
    description: Description = ""
    version_format: Literal["Default", "CarbonData", "CSV"] = VersionFormat.DEFAULT.value
    train_evaluate_sample_ratio: RatioText = ""
    clear_hard_property: bool = True
    remove_sample_usage: bool = True
    export_images: bool = False
    with_column_header: bool = True
    annotation_format: Literal["VOC"] | None = None
    split: SplitWanted | None = None


class SplitPreview(BaseModel):
    """Ours: a split to try."""

    split: SplitWanted


class CreatedVersion(BaseModel):
    """The id of a new version. Ours: the task that publishes it."""

    version_id: str
    task_id: str


class VersionLabel(BaseModel):
    """A label of a version: how often it is used, on how many samples, and of what sets."""

    name: str
    type: int
    property: dict[str, Any] = {}
    attributes: list[dict[str, Any]] = []
    count: int
    sample_count: int
    usages: dict[str, int] = {}


class VersionAnswer(BaseModel):
    """A version as it is shown. Ours: `progress`, `split`, `annotation_format` and what comes after `code` and `message`."""

    version_id: str
    version_name: str
    description: str
    version_format: str
    status: int
    is_current: bool
    previous_version_id: str | None = None
    create_time: int
    update_time: int
    total_sample_count: int
    annotated_sample_count: int
    add_sample_count: int
    modified_sample_count: int
    deleted_sample_count: int
    previous_total_sample_count: int
    previous_annotated_sample_count: int
    total_sub_sample_count: int = 0
    annotated_sub_sample_count: int = 0
    label_stats: list[VersionLabel] | None = None
    label_type: str | None = None
    task_type: int
    tags: list[str]
    manifest_path: str | None = None
    data_path: str
    train_evaluate_sample_ratio: str
    remove_sample_usage: bool
    clear_hard_property: bool
    export_images: bool
    include_dataset_data: bool
    data_validate: bool = False
    with_column_header: bool
    rotate: bool = False
    crop: bool = False
    start_processor_task: bool = False
    extract_serial_number: bool = False
    code: str | None = None
    message: str | None = None
    revision: int | None = None
    progress: float = 0.0
    split: dict[str, Any] | None = None
    annotation_format: str | None = None
    usage_stats: dict[str, int] | None = None
    user_name: str = ""
    task_id: str | None = None
    files: VersionFiles | None = None


class VersionList(BaseModel):
    """A page of versions."""

    total_number: int
    versions: list[VersionAnswer]


class SplitCounts(BaseModel):
    """Ours: how many samples a split would give, of each set, in all and by label. unused: samples that get no mark."""

    total: int
    unused: int
    usages: dict[str, int]
    labels: list[VersionLabel]


class VersionUse(BaseModel):
    """Ours: something that used a version."""

    resource_type: str
    resource_id: str
    resource_name: str
    user_name: str
    used_at: int


class VersionUses(BaseModel):
    """Ours: what used a version, the newest first."""

    total_number: int
    uses: list[VersionUse]
