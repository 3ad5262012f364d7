"""Wire shapes of datasets. Times are milliseconds; paths have the form `/bucket/folder/`. Ours are marked."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints

from modelyard.core.text import Line, Prose
from modelyard.datasets.schemas.insight import Measured
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.insight import Finding


def _whole(value: Any) -> Any:
    """Take numbers that clients of the public API send as texts."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    """Refuse what no database takes: numbers beyond 64 bits, broken text, NUL, and more than anybody means."""
    try:
        written = orjson.dumps(value)
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise ValueError(f"cannot be kept: {error}") from None
    if len(written) > _MOST_FREE_BYTES or b"\\u0000" in written:
        raise ValueError(f"must not be longer than {_MOST_FREE_BYTES} bytes, nor hold U+0000")
    return value


_MOST_FREE_BYTES = 2**20
Free = Annotated[dict[str, Any], AfterValidator(_storable)]
Loose = BeforeValidator(_whole)
Name = Annotated[Line, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_\u4e00-\u9fff-]+$")]
Description = Annotated[Prose, StringConstraints(max_length=256, pattern=r"""^[^\^!<>=&"']*$""")]
WorkspaceId = Annotated[str, StringConstraints(pattern=r"^(0|[0-9a-f]{32}|[0-9a-f-]{36})$")]
Path = Annotated[Line, StringConstraints(max_length=2048, strip_whitespace=True)]
WorkPath = Annotated[Line, StringConstraints(min_length=3, max_length=700)]
LabelName = Annotated[Line, StringConstraints(max_length=1024, strip_whitespace=True, pattern=r"\S")]
Short = Annotated[Line, StringConstraints(max_length=256)]
Separator = Annotated[str, StringConstraints(min_length=1, max_length=1, pattern=r"^[A-Za-z0-9!@#$%^&*_=|?/':.;,\\\t ]$")]
DatasetType = Annotated[LabelType, Loose]


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Told = Annotated[Line, StringConstraints(max_length=1024), BeforeValidator(_told)]
Bounds = Annotated[Line, StringConstraints(max_length=32)]
_ATTRIBUTES = ("parent_sample_id", "frame_in_video", "time_in_video", "kvp", "slice_thickness", "study_date")


class LabelAttributeValue(BaseModel):
    """One of the values that can be chosen."""

    id: Short | None = None
    value: Annotated[Line, StringConstraints(max_length=1024)]


class LabelAttribute(BaseModel):
    """What can be said about an annotation besides its label."""

    id: Short | None = None
    name: Annotated[Line, StringConstraints(min_length=1, max_length=64, pattern=r"""^[^!<>=&"']+$""")]
    type: Literal["text", "select"] = "text"
    default_value: Annotated[Line, StringConstraints(max_length=1024)] | None = None
    values: Annotated[list[LabelAttributeValue], Field(max_length=1000)] = []


class LabelProperty(BaseModel):
    """How a label looks and behaves. In a change, what is left out stays as it is."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    color: Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{3,8})?$"), Field(alias="@modelarts:color")] = ""
    shortcut: Annotated[Line, StringConstraints(max_length=32), Field(alias="@modelarts:shortcut")] = ""
    default_shape: Annotated[Short, Field(alias="@modelarts:default_shape")] = ""
    from_type: Annotated[LabelName | None, Field(alias="@modelarts:from_type")] = None
    to_type: Annotated[LabelName | None, Field(alias="@modelarts:to_type")] = None
    rename_to: Annotated[LabelName | None, Field(alias="@modelarts:rename_to")] = None


class Label(BaseModel):
    """A label. type: as the dataset's where it is left out; 103 for the entities of triplets."""

    name: LabelName
    type: Annotated[int, Loose, Field(ge=0, le=999)] | None = None
    property: LabelProperty = LabelProperty()
    attributes: Annotated[list[LabelAttribute], Field(max_length=100)] = []


class SchemaMap(BaseModel):
    """A column under another name."""

    src_name: Short
    dest_name: Short


class Credentials(BaseModel):
    """Who is asked for at another store: user and password, or key and secret. Sealed, never shown."""

    user: Annotated[Line, StringConstraints(max_length=256)] = ""
    password: Annotated[SecretStr, Field(max_length=4096)] = SecretStr("")


class SourceInfo(BaseModel):
    """A database, for tables. Clusters of the cloud are not known here: `ip` is the name or the address of its host."""

    ip: Annotated[str, StringConstraints(max_length=255, pattern=r"^[A-Za-z0-9.:_-]*$")] = ""
    port: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,5}$")] = ""
    database_name: Annotated[str, StringConstraints(max_length=128, pattern=r"^[^/?#@\s\x00-\x1f]*$")] = ""
    table_name: Annotated[Line, StringConstraints(max_length=256)] = ""
    user_name: Annotated[Line, StringConstraints(max_length=256)] = ""
    user_password: Annotated[SecretStr, Field(max_length=4096)] = SecretStr("")

    @property
    def credentials(self) -> Credentials:
        """User and password."""
        return Credentials(user=self.user_name, password=self.user_password)


class DataSource(BaseModel):
    """Where data comes from: a folder in a bucket, or a database (1 and 3, for imports)."""

    data_type: Annotated[int, Loose, Field(ge=0, le=6)] = 0
    data_path: Path = ""
    with_column_header: bool = True
    schema_maps: Annotated[list[SchemaMap], Field(max_length=10_000)] = []
    source_info: SourceInfo | None = None


class SchemaColumn(BaseModel):
    """A column of a table."""

    schema_id: Annotated[int, Loose, Field(ge=0, le=100_000)] | None = None
    name: Annotated[Line, StringConstraints(min_length=1, max_length=256)]
    type: Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{3,10}$")] = "STRING"
    description: Short = ""


class LabelFormat(BaseModel):
    """How text and labels stand in files. label_type: 0 in a `_result` file, 1 on the same line."""

    label_type: Literal["0", "1"] = "1"
    text_sample_separator: Separator = "\t"
    text_label_separator: Separator = ","


class DatasetCreate(BaseModel):
    """A dataset to create."""

    dataset_name: Name
    dataset_type: DatasetType = LabelType.IMAGE_CLASSIFICATION
    data_sources: Annotated[list[DataSource], Field(max_length=1)] = []
    work_path: WorkPath
    work_path_type: Annotated[int, Loose, Field(ge=0, le=0)] = 0
    description: Description = ""
    labels: Annotated[list[Label], Field(max_length=10_000)] = []
    import_annotations: bool = True
    import_data: bool = False
    data_format: Literal["Default", "CarbonData"] = "Default"
    columns: Annotated[list[SchemaColumn], Field(alias="schema", max_length=10_000)] = []
    label_format: LabelFormat = LabelFormat()
    managed: bool = False
    open_labels: bool = False
    workspace_id: WorkspaceId = "0"


class DatasetUpdate(BaseModel):
    """What changes of a dataset. Labels are deleted before others are added: some clients send both lists whole.

    Ours: `open_labels`, whether annotations may bring new labels.
    """

    dataset_name: Name | None = None
    description: Description | None = None
    current_version_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{19}$")] | None = None
    open_labels: bool | None = None
    add_labels: Annotated[list[Label], Field(max_length=10_000)] = []
    update_labels: Annotated[list[Label], Field(max_length=10_000)] = []
    delete_labels: Annotated[list[Label], Field(max_length=10_000)] = []


class Labels(BaseModel):
    """Labels to create, change or delete."""

    labels: Annotated[list[Label], Field(min_length=1, max_length=10_000)]


class SampleLabel(BaseModel):
    """An annotation. id: of an entity, which relations name it by. property: what its type needs, and free attributes."""

    name: Annotated[Line, StringConstraints(max_length=1024, strip_whitespace=True)] = ""
    type: Annotated[int, Loose, Field(ge=0, le=999)] | None = None
    id: Short = ""
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    annotated_by: Annotated[Line, StringConstraints(max_length=300)] = ""
    property: Free = {}


class SampleLabels(BaseModel):
    """What is to be said about a sample; no labels: nothing.

    Ours: `revision`, of the sample as it was seen; `final_annotation`, false if it still waits to be confirmed.
    """

    sample_id: Annotated[Line, StringConstraints(max_length=64)]
    labels: Annotated[list[SampleLabel], Field(max_length=10_000)] = []
    metadata: Free | None = None
    sample_usage: Literal["TRAIN", "EVAL", "TEST", "INFERENCE", ""] | None = None
    revision: Annotated[int, Field(ge=0, le=2**62)] | None = None
    final_annotation: bool = True


class SamplesUpdate(BaseModel):
    """Samples to label."""

    samples: Annotated[list[SampleLabels], Field(min_length=1, max_length=1000)]


class SampleUpload(BaseModel):
    """A sample to add. data: its bytes in base64. encoding: of text that is not UTF-8."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=1024, pattern=r"""^[^!<>=&"']+$""")]
    data: str
    encoding: Literal["UTF-8", "GBK", "GB2312"] = "UTF-8"
    labels: Annotated[list[SampleLabel], Field(max_length=10_000)] = []
    metadata: Free = {}


class SamplesUpload(BaseModel):
    """Samples to add. final_annotation: whether their labels count at once, or wait to be confirmed."""

    samples: Annotated[list[SampleUpload], Field(min_length=1, max_length=1000)]
    final_annotation: bool = True


class SamplesDelete(BaseModel):
    """Ids of samples to delete, and whether their files go, too."""

    samples: Annotated[list[Annotated[Line, StringConstraints(max_length=64)]], Field(min_length=1, max_length=1000)]
    delete_source: bool = False


class SearchLabel(BaseModel):
    """A label to look for. property: values of attributes that count; null for any value. op: between attributes."""

    name: Annotated[Line, StringConstraints(max_length=1024)]
    type: Annotated[int, Loose] | None = None
    op: Literal["OR", "AND"] = "OR"
    property: dict[Short, list[Annotated[Line, StringConstraints(max_length=1024)]] | None] | None = None


class SearchLabels(BaseModel):
    """Labels to look for."""

    labels: Annotated[list[SearchLabel], Field(max_length=100)] = []
    op: Literal["OR", "AND"] = "OR"


class SearchProp(BaseModel):
    """Attributes of samples to look for."""

    op: Literal["OR", "AND"] = "AND"
    props: dict[Short, list[Annotated[Line, StringConstraints(max_length=1024)]] | None] = {}


class SearchCondition(BaseModel):
    """What samples to look for; all of it counts.

    sample_dir ends with a slash and does not mean the folders below it. finding: of the last analysis; measured: by what an
    analysis measured (both ours).
    score, coefficient: bounds such as `0.2-0.8`, or one number, from which on. import_origin: `obs` or `0`, where all samples
    come from. From parent_sample_id on: the attribute of samples that is called so.
    """

    label_list: SearchLabels | None = None
    metadata: SearchProp | None = None
    hard: Literal["0", "1"] | None = None
    finding: Finding | None = None
    measured: Measured | None = None
    labeler: Annotated[Line, StringConstraints(max_length=300)] | None = None
    sample_name: Annotated[Line, StringConstraints(max_length=1024)] | None = None
    sample_dir: Annotated[Line, StringConstraints(max_length=2048)] | None = None
    sample_time: Annotated[str, StringConstraints(pattern=r"^(month|day|[0-9]{8}-[0-9]{8})$")] | None = None
    score: Bounds | None = None
    coefficient: Bounds | None = None
    import_origin: Annotated[Line, StringConstraints(max_length=32, to_lower=True)] | None = None
    parent_sample_id: Told | None = None
    frame_in_video: Told | None = None
    time_in_video: Told | None = None
    kvp: Told | None = None
    slice_thickness: Told | None = None
    study_date: Told | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of samples that are looked for by fields of their own."""
        return {name: value for name in _ATTRIBUTES if (value := getattr(self, name)) is not None}


class CreatedDataset(BaseModel):
    """The id of a new dataset, and of what imports its input path."""

    dataset_id: str
    import_task_id: str | None = None


class ChangedDataset(BaseModel):
    """The id of a dataset that was changed."""

    dataset_id: str


class ItemOutcome(BaseModel):
    """How it went with one item of a batch."""

    success: bool
    error_code: str | None = None
    error_msg: str | None = None


class UploadOutcome(ItemOutcome):
    """How it went with one uploaded sample. name: of its file. info: its id, or that of its first line."""

    name: str | None = None
    info: str | None = None


class UploadsOutcome(ItemOutcome):
    """How it went with uploaded samples, in order."""

    results: list[UploadOutcome]


class BatchOutcome(ItemOutcome):
    """How it went with a batch. results: of each item in order, unless all went well."""

    results: list[ItemOutcome] | None = None


class SamplesOutcome(BatchOutcome):
    """How it went with samples to label. Ours: `revision`, that they have now, to be sent with the next change."""

    revision: int = 0


class LabelAnswer(BaseModel):
    """A label as it is shown."""

    name: str
    type: int
    property: dict[str, Any] = {}
    attributes: list[dict[str, Any]] = []


class AnnotationFile(BaseModel):
    """A file that shows what a dataset holds. The spelling of `file_Name` is the published one."""

    model_config = ConfigDict(populate_by_name=True)

    file_id: str
    file_name: Annotated[str, Field(serialization_alias="file_Name")]
    file_type: str
    dataset_id: str
    url: str
    create_time: int
    size: int
    width: int | None = None
    height: int | None = None
    depth: int | None = None


class DatasetAnswer(BaseModel):
    """A dataset as it is shown. `workforce_descriptor` is left out without a team task: a public client reads it as a list."""

    model_config = ConfigDict(populate_by_name=True)

    dataset_id: str
    dataset_name: str
    description: str
    dataset_type: int
    dataset_format: int
    dataset_version: str
    data_format: str
    status: int
    create_time: int
    update_time: int
    data_update_time: int
    data_sources: list[dict[str, Any]]
    columns: Annotated[list[dict[str, Any]] | None, Field(serialization_alias="schema")] = None
    labels: list[LabelAnswer] | None = None
    work_path: str
    work_path_type: int = 0
    inner_work_path: str
    inner_annotation_path: str
    inner_data_path: str
    inner_log_path: str
    inner_temp_path: str
    inner_task_path: str
    current_version_id: str | None = None
    current_version_name: str | None = None
    next_version_num: int = 1
    dataset_version_count: int = 0
    versions: list[dict[str, Any]] | None = None
    total_sample_count: int
    annotated_sample_count: int
    unconfirmed_sample_count: int
    deleted_sample_count: int = 0
    loading_sample_count: int = 0
    label_task_count: int = 1
    workforce_task_count: int = 0
    exist_running_task: bool | None = None
    running_tasks_id: list[str] | None = None
    exist_workforce_task: bool = False
    feature_supports: list[str]
    dataset_tags: list[str]
    content_labeling: bool = True
    import_data: bool = False
    import_task_id: str | None = None
    managed: bool = False
    open_labels: bool = False
    workspace_id: str
    enterprise_project_id: str = "0"
    data_url: str | None = None
    samples: list[AnnotationFile] | None = None
    files: list[AnnotationFile] | None = None


class LabelList(BaseModel):
    """A page of labels."""

    total_number: int
    labels: list[LabelAnswer]


class DatasetList(BaseModel):
    """A page of datasets."""

    total_number: int
    datasets: list[DatasetAnswer]


class HardDetail(BaseModel):
    """Why a sample is hard, and what to do about it. The spelling of `alo_name` is the published one."""

    id: int
    alo_name: str
    reason: str
    suggestion: str


class HardDetailCount(BaseModel):
    """A reason, and how many samples are hard for it."""

    key: int
    value: HardDetail


class SampleAnswer(BaseModel):
    """A sample as it is shown. source: a signed link to its file. Ours: `revision`, to be sent back with changes."""

    sample_id: str
    sample_name: str
    sample_dir: str
    sample_type: int
    sample_size: int
    sample_time: int
    sample_status: str
    sample_usage: str | None = None
    sample_data: list[str] | None = None
    source: str | None = None
    preview: str | None = None
    annotated_by: str | None = None
    labels: list[dict[str, Any]]
    metadata: dict[str, Any]
    hard_details: dict[str, HardDetail] | None = None
    revision: int = 0


class SampleList(BaseModel):
    """A page of samples."""

    sample_count: int
    samples: list[SampleAnswer]


class SearchCount(BaseModel):
    """A value that samples can be searched by. values: one; name and value of metadata; label, name and value of attributes."""

    values: list[str]
    count: int


class SearchAnswer(BaseModel):
    """What samples of a dataset can be searched by. Ours: `counts`, how many samples have each value, by kind of value."""

    labels: list[LabelAnswer]
    metadata: dict[str, list[str]]
    labelers: list[str]
    counts: dict[str, list[SearchCount]] = {}


class LabelStats(LabelAnswer):
    """A label with how often it is used, and on how many samples."""

    count: int
    sample_count: int


class DatasetStats(BaseModel):
    """Figures of a dataset."""

    label_stats: list[LabelStats]
    grouped_label_stats: dict[str, list[LabelStats]]
    sample_stats: dict[str, int]
    key_sample_stats: dict[str, int]
    hard_detail_stats: dict[str, HardDetailCount]
    metadata_stats: dict[str, dict[str, int]]
    deletion_stats: dict[str, int] = {}
    data_path: str
    data_spliting_enable: bool
