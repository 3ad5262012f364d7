"""What has to lie in a package for its engine, as far as names tell; whether it can be loaded is found out by loading it."""

from collections.abc import Collection

from modelyard.registry.rules.places import CODE_FILE
from modelyard.registry.rules.problems import Problem
from modelyard.registry.types import ModelType

_PICKLES = (".pkl", ".pickle", ".joblib", ".m", ".sav")
_TORCH = (".pt", ".pth", ".pt2", ".ts", ".torchscript", ".bin")
_XGBOOST = (".ubj", ".json", ".bst", ".xgb", ".model")
_TENSORFLOW = ("saved_model.pb", ".keras", ".h5", ".hdf5", ".onnx")
# Files by which models of a type are known. Types that are not here need code of their own.
MODEL_FILES = {
    ModelType.SCIKIT_LEARN: (*_PICKLES, ".skops", ".onnx"),
    ModelType.XGBOOST: (*_XGBOOST, *_PICKLES),
    ModelType.LIGHTGBM: (".txt", ".lgb", *_PICKLES),
    ModelType.PYTORCH: (*_TORCH, *_PICKLES, ".onnx"),
    ModelType.TENSORFLOW: _TENSORFLOW,
    ModelType.KERAS: _TENSORFLOW,
    ModelType.ONNX: (".onnx",),
}


def layout_problem(files: Collection[str], model_type: str, folder: str) -> Problem | None:
    """Return what a package lacks; None when nothing can be said against it. files: paths relative to the package."""
    if model_type == ModelType.CUSTOM or CODE_FILE in files:
        return None
    deeper = next((path for path in sorted(files) if path.endswith(f"/{CODE_FILE}")), None)
    if deeper is not None:
        return Problem(
            "source_location",
            f"{CODE_FILE} lies at {folder}{deeper}; it has to lie directly in {folder}",
            f"{CODE_FILE} 位于 {folder}{deeper}，必须直接放在 {folder} 下",
        )
    endings = MODEL_FILES.get(ModelType(model_type))
    if endings is None:
        return Problem(
            "source_location",
            f"models of type {model_type} need {CODE_FILE} in {folder}",
            f"{model_type} 类型的模型需要在 {folder} 下提供 {CODE_FILE}",
        )
    if not any("/" not in path and path.lower().endswith(endings) for path in files):
        listed = ", ".join(endings)
        return Problem(
            "source_location",
            f"there is neither {CODE_FILE} nor a {model_type} model in {folder}; known are {listed}",
            f"{folder} 下既没有 {CODE_FILE}，也没有 {model_type} 模型文件，可识别的文件：{listed}",
        )
    return None
