"""What models of a type run in: the image of their engine."""

import re
from dataclasses import dataclass

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.images import service as images
from modelyard.images.service.context import ImagesContext
from modelyard.registry.errors import ParameterInvalid, TypeUnsupported
from modelyard.registry.types import ModelType

# The engine of images in which the models of a type run; types that are not named have one of their own name.
_ENGINES = {
    ModelType.XGBOOST: "Scikit_Learn",
    ModelType.LIGHTGBM: "Scikit_Learn",
    ModelType.ONNX: "Scikit_Learn",
    ModelType.KERAS: "TensorFlow",
}
# Names of runtimes that packages of older platforms carry: `python3.6`, `tf1.13-python3.6-cpu`, `pytorch_1.8.0-cuda...`.
_OLD_RUNTIME = re.compile(
    r"(python|tf|tensorflow|pytorch|torch|mindspore|sklearn|xgboost|mxnet|caffe|spark)[0-9._-]", re.IGNORECASE
)


@dataclass(frozen=True)
class Runtime:
    """The image of an engine. is_asked: it is the one that was asked for, and not what takes its place."""

    image: str
    is_asked: bool


def find_runtime(context: ImagesContext, model_type: str, runtime: str) -> Runtime:
    """Return the image in which models of a type run. runtime: the name of one, in any spelling, or nothing.

    Runtimes of older platforms become the engine's newest. Raises TypeUnsupported, ParameterInvalid.
    """
    engine = _ENGINES.get(ModelType(model_type), model_type)
    try:
        newest = images.get_engine(context, engine_name=engine)
    except AppError as error:
        problem, problem_zh = error.message().rstrip("."), error.message(Language.ZH).rstrip("。")
        raise TypeUnsupported(field="model_type", value=model_type, problem=problem, problem_zh=problem_zh) from error
    if not runtime:
        return Runtime(newest.engine_id, is_asked=True)
    try:
        return Runtime(images.get_engine(context, engine_name=engine, engine_version=runtime).engine_id, is_asked=True)
    except AppError as error:
        if _OLD_RUNTIME.match(runtime):
            return Runtime(newest.engine_id, is_asked=False)
        raise ParameterInvalid(
            field="runtime", problem=error.message().rstrip("."), problem_zh=error.message(Language.ZH).rstrip("。")
        ) from error
