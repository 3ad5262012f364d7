"""What happens to models. Serving listens; a listener of `ModelDeleted` may refuse by raising an error."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event
from modelyard.registry.types import RESOURCE_TYPE


@dataclass(frozen=True)
class ModelEvent(Event):
    """Something that happened to a model."""

    resource_type: ClassVar[str] = RESOURCE_TYPE


@dataclass(frozen=True)
class ModelCreated(ModelEvent):
    """Import began."""

    name: ClassVar[str] = "model.created"
    text: ClassVar[str] = "The import of the model has begun."
    zh: ClassVar[str] = "模型开始导入。"


@dataclass(frozen=True)
class ModelFilesImported(ModelEvent):
    """The package was copied."""

    name: ClassVar[str] = "model.files_imported"
    text: ClassVar[str] = "The model's files were imported: {files} files, {bytes} bytes."
    zh: ClassVar[str] = "模型文件导入完成：{files} 个文件，{bytes} 字节。"

    files: int
    bytes: int


@dataclass(frozen=True)
class ModelFilesRecorded(ModelEvent):
    """The package stays where it is."""

    name: ClassVar[str] = "model.files_recorded"
    text: ClassVar[str] = (
        "The model's files were recorded: {files} files, {bytes} bytes. They stay in the bucket and are fetched where the "
        "model is deployed; what is changed there from now on cannot be deployed."
    )
    zh: ClassVar[str] = (
        "模型文件已登记：{files} 个文件，{bytes} 字节。文件保留在桶中，部署时由节点获取；此后修改过的模型包不能再部署。"
    )

    files: int
    bytes: int


@dataclass(frozen=True)
class ModelEnvironmentStarted(ModelEvent):
    """An environment with the model's dependencies is being built."""

    name: ClassVar[str] = "model.environment_started"
    text: ClassVar[str] = "The environment with the model's dependencies is being built ({image})."
    zh: ClassVar[str] = "开始构建包含模型依赖的环境镜像（{image}）。"

    image: str


@dataclass(frozen=True)
class ModelEnvironmentCached(ModelEvent):
    """The environment was there."""

    name: ClassVar[str] = "model.environment_cached"
    text: ClassVar[str] = "An environment that was built before is used again ({image})."
    zh: ClassVar[str] = "复用已有的环境镜像（{image}）。"

    image: str


@dataclass(frozen=True)
class ModelEnvironmentBuilt(ModelEvent):
    """The environment is there."""

    name: ClassVar[str] = "model.environment_built"
    text: ClassVar[str] = "The environment with the model's dependencies was built ({image})."
    zh: ClassVar[str] = "环境镜像构建完成（{image}）。"

    image: str


@dataclass(frozen=True)
class ModelEnvironmentFailed(ModelEvent):
    """The environment could not be built."""

    name: ClassVar[str] = "model.environment_failed"
    text: ClassVar[str] = "The environment with the model's dependencies could not be built: {reason} See the build log."
    zh: ClassVar[str] = "环境镜像构建失败：{reason_zh} 详情请查看构建日志。"

    reason: str
    reason_zh: str


@dataclass(frozen=True)
class ModelCheckStarted(ModelEvent):
    """The package is being loaded once."""

    name: ClassVar[str] = "model.check_started"
    text: ClassVar[str] = "The model is being loaded once, in a sandbox, to see whether it can be served."
    zh: ClassVar[str] = "正在沙箱中试加载模型，以检查其能否提供服务。"


@dataclass(frozen=True)
class ModelChecked(ModelEvent):
    """It could be loaded."""

    name: ClassVar[str] = "model.checked"
    text: ClassVar[str] = "The model could be loaded. {detail}"
    zh: ClassVar[str] = "模型加载检查通过。{detail}"

    detail: str = ""


@dataclass(frozen=True)
class ModelHint(ModelEvent):
    """Something that is worth knowing and no failure."""

    name: ClassVar[str] = "model.hint"
    text: ClassVar[str] = "{hint}"
    zh: ClassVar[str] = "{hint_zh}"

    hint: str
    hint_zh: str


@dataclass(frozen=True)
class ModelPublished(ModelEvent):
    """It can be deployed from now on."""

    name: ClassVar[str] = "model.published"
    text: ClassVar[str] = "The model was imported and can be deployed."
    zh: ClassVar[str] = "模型导入成功，可以部署。"


@dataclass(frozen=True)
class ModelFailed(ModelEvent):
    """It cannot be deployed."""

    name: ClassVar[str] = "model.failed"
    text: ClassVar[str] = "The import of the model failed: {reason}"
    zh: ClassVar[str] = "模型导入失败：{reason_zh}"

    reason: str
    reason_zh: str


@dataclass(frozen=True)
class ModelChanged(ModelEvent):
    """Its description or its documents changed."""

    name: ClassVar[str] = "model.changed"
    text: ClassVar[str] = "Changed: {fields}."
    zh: ClassVar[str] = "已修改：{fields}。"

    fields: str


@dataclass(frozen=True)
class ModelDeleted(ModelEvent):
    """It is gone when this transaction commits. Whoever needs it raises, for example `ModelInUse`."""

    name: ClassVar[str] = "model.deleted"
    text: ClassVar[str] = "The model {model_name} {version} was deleted."
    zh: ClassVar[str] = "模型 {model_name} {version} 已删除。"

    model_name: str
    version: str
