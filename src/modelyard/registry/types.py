"""Words of the registry: an AI application has versions, and every version is a model with an id of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from modelyard.core.types import StrEnum

ModelId = NewType("ModelId", str)

RESOURCE_TYPE = "model"
DEFAULT_WORKSPACE = "0"

# Where a task finds its package: beside the code that the guide knows as the directory of the model.
OWNER_TYPE = "model"
PACKAGE_TARGET = "/home/ma-user/infer/model/1"
# Where images of the engine `Custom` look for it.
CUSTOM_PACKAGE_TARGET = "/home/mind/model"
CONFIG_VARIABLE = "MODEL_SERVICE_CONFIG"
DEFAULT_PORT = 8080
DEFAULT_HEALTH_URL = "/health"


class ModelStatus(StrEnum):
    """Where a model is, as clients see it.

    PUBLISHING: being copied, built and checked. BUILDING: its environment is built anew after it was published.
    """

    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    BUILDING = "building"
    BUILDING_FAILED = "building_failed"


class Stage(StrEnum):
    """What is done next with a model that is being published. The arrows are in `rules.stages`."""

    COPY = "copy"
    ENVIRONMENT = "environment"
    CHECK = "check"
    DONE = "done"


class ModelKind(StrEnum):
    """What is run: a package in an image of ours (or of the engine `Custom`), or an image that brings all it needs."""

    PACKAGE = "package"
    IMAGE = "image"


class ModelType(StrEnum):
    """Engines, in the spelling of the public API; those from LIGHTGBM on are ours."""

    TENSORFLOW = "TensorFlow"
    PYTORCH = "PyTorch"
    MINDSPORE = "MindSpore"
    SCIKIT_LEARN = "Scikit_Learn"
    XGBOOST = "XGBoost"
    SPARK_MLLIB = "Spark_MLlib"
    CAFFE = "Caffe"
    MXNET = "MXNet"
    IMAGE = "Image"
    CUSTOM = "Custom"
    TEMPLATE = "Template"
    LIGHTGBM = "LightGBM"
    ONNX = "ONNX"
    KERAS = "Keras"


class InstallType(StrEnum):
    """Kinds of services that a model may become."""

    REAL_TIME = "real-time"
    BATCH = "batch"
    EDGE = "edge"


class RequestMode(StrEnum):
    """SYNC: an answer comes within about a minute. ASYNC: it takes longer, and is fetched."""

    SYNC = "sync"
    ASYNC = "async"


class CheckMethod(StrEnum):
    """How the health of a model is asked for."""

    HTTP = "HTTP"
    EXEC = "EXEC"


class Installer(StrEnum):
    """What installs dependencies."""

    PIP = "pip"


class Restraint(StrEnum):
    """How a version of a dependency is meant."""

    EXACT = "EXACT"
    ATLEAST = "ATLEAST"
    ATMOST = "ATMOST"


class SourceKind(StrEnum):
    """Where a model came from."""

    OBS = "obs"
    JOB = "job"
    IMAGE = "image"
    TEMPLATE = "template"


@dataclass(frozen=True)
class Health:
    """How to ask whether a model is well. command: its words, for EXEC; url: a path, for HTTP."""

    method: CheckMethod = CheckMethod.HTTP
    url: str = DEFAULT_HEALTH_URL
    command: tuple[str, ...] = ()
    protocol: str = "http"
    initial_delay_seconds: int = 0
    timeout_seconds: int = 5
    period_seconds: int = 10
    failure_threshold: int = 3


@dataclass(frozen=True)
class Api:
    """One path that a model answers. request, response: JSON Schema objects; empty where nothing is said.

    The type `file` in a schema stands for an upload.
    """

    url: str = "/"
    method: str = "POST"
    protocol: str = "http"
    request_type: str = "application/json"
    request: Mapping[str, Any] = field(default_factory=dict)
    response_type: str = "application/json"
    response: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dependency:
    """A package that a model needs besides what its image has. An empty version means any."""

    name: str
    version: str = ""
    restraint: Restraint | None = None


@dataclass(frozen=True)
class Config:
    """What `config.json` says, checked.

    metrics: f1, recall, precision, accuracy, as far as they are given. swr_location: the image of the type `Image`.
    """

    model_algorithm: str = ""
    model_type: str = ""
    runtime: str = ""
    swr_location: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    apis: tuple[Api, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    health: Health | None = None
    readiness: Health | None = None
    startup: Health | None = None


@dataclass(frozen=True)
class TensorSpec:
    """A tensor that a model takes or gives, in the words of the Open Inference Protocol. shape: -1 where it is free."""

    name: str
    datatype: str
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What loading a package once found out.

    problem: why it cannot be served; empty when it can. inputs, outputs: of models that tell them.
    columns: names of the columns of a table. labels: names of classes.
    """

    problem: str = ""
    problem_zh: str = ""
    engine: str = ""
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    load_seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether the package can be served."""
        return not self.problem


@dataclass(frozen=True)
class Servable:
    """Everything that is needed to run a model. What is deployed stays as it is: a new version is a new model.

    directory: of the immutable copy of the package, for a read-only mount at `target`; None for images that bring
        everything, and for a model whose package is fetched where it runs (`source` says from where, `sha256` what it is).
    image: a name of the catalogue of images or an OCI reference, as `compute` takes it.
    config_text: how a package that is fetched where it runs is served, for the variable `CONFIG_VARIABLE` of our server.
    model_type: the engine. runtime: the name of the engine's image without the model's own dependencies.
    apis: what it answers; an empty tuple means any path. health: None for models that our own server serves.
    port, protocol: where an image listens. command: instead of what the image starts with.
    envs: variables that the model itself asks for. has_code: the package holds a customize_service.py.
    inputs, outputs, columns, labels: what loading it once found out; empty where it does not tell.
    """

    model_id: ModelId
    name: str
    version: str
    project_id: str
    workspace_id: str
    status: ModelStatus
    kind: ModelKind
    image: str
    model_type: str
    runtime: str = ""
    directory: str | None = None
    target: str = PACKAGE_TARGET
    source: str = ""
    sha256: str = ""
    size_bytes: int = 0
    config_text: str = ""
    apis: tuple[Api, ...] = ()
    health: Health | None = None
    readiness: Health | None = None
    startup: Health | None = None
    port: int = DEFAULT_PORT
    protocol: str = "http"
    command: tuple[str, ...] = ()
    envs: Mapping[str, str] = field(default_factory=dict)
    request_mode: RequestMode = RequestMode.SYNC
    install_types: frozenset[InstallType] = frozenset(InstallType)
    has_code: bool = False
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether it can be deployed."""
        return self.status is ModelStatus.PUBLISHED

    @property
    def is_dynamic(self) -> bool:
        """Whether its package is fetched where it runs, and has to be what `sha256` says."""
        return self.kind is ModelKind.PACKAGE and self.directory is None and bool(self.sha256)

    @property
    def serves_itself(self) -> bool:
        """Whether it is an image with a server of its own, on `port`; the others are served by `model_service`."""
        return self.kind is ModelKind.IMAGE or self.model_type == ModelType.CUSTOM
