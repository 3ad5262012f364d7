"""Templates: packages of one file, or a folder, that need neither `config.json` nor code."""

from dataclasses import dataclass

from modelyard.registry.types import Api, Config, ModelType

_ANY_JSON = (Api(),)


@dataclass(frozen=True)
class Template:
    """A template. endings: of the file that its one input takes; empty for a folder."""

    id: str
    engine: ModelType
    theme: str
    algorithm: str
    name: str
    name_zh: str
    description: str
    description_zh: str
    endings: tuple[str, ...]

    @property
    def input_type(self) -> str:
        """What its input is, in a word of the public API."""
        return "file" if self.endings else "folder"

    def config(self) -> Config:
        """Return what its `config.json` says."""
        return Config(model_algorithm=self.algorithm, model_type=self.engine.value, apis=_ANY_JSON)


INPUT_ID = "model"
TEMPLATES = (
    Template(
        "modelyard-sklearn",
        ModelType.SCIKIT_LEARN,
        "Classification",
        "predict_analysis",
        "scikit-learn estimator or pipeline",
        "scikit-learn 模型或流水线",
        "One file that joblib, pickle or skops wrote. Rows of numbers or named columns in, predictions and probabilities out.",
        "joblib、pickle 或 skops 保存的单个文件。输入为数值行或命名列，输出预测结果与概率。",
        (".joblib", ".pkl", ".pickle", ".skops"),
    ),
    Template(
        "modelyard-xgboost",
        ModelType.XGBOOST,
        "Classification",
        "predict_analysis",
        "XGBoost booster",
        "XGBoost 模型",
        "One file that XGBoost saved (.ubj, .json, .bst). Rows of numbers or named columns in, predictions out.",
        "XGBoost 保存的单个文件（.ubj、.json、.bst）。输入为数值行或命名列，输出预测结果。",
        (".ubj", ".json", ".bst", ".xgb", ".model"),
    ),
    Template(
        "modelyard-lightgbm",
        ModelType.LIGHTGBM,
        "Classification",
        "predict_analysis",
        "LightGBM booster",
        "LightGBM 模型",
        "One file that LightGBM saved (.txt). Rows of numbers or named columns in, predictions out.",
        "LightGBM 保存的单个文件（.txt）。输入为数值行或命名列，输出预测结果。",
        (".txt", ".lgb"),
    ),
    Template(
        "modelyard-onnx",
        ModelType.ONNX,
        "Common",
        "predict_analysis",
        "ONNX model",
        "ONNX 模型",
        "One .onnx file, run by ONNX Runtime. Tensors in and out by name.",
        "单个 .onnx 文件，由 ONNX Runtime 运行。按名称输入、输出张量。",
        (".onnx",),
    ),
    Template(
        "modelyard-torchscript",
        ModelType.PYTORCH,
        "Common",
        "predict_analysis",
        "TorchScript module",
        "TorchScript 模型",
        "One file that torch.jit.save wrote. Tensors in and out.",
        "torch.jit.save 保存的单个文件。输入、输出均为张量。",
        (".pt", ".pth", ".ts"),
    ),
    Template(
        "modelyard-keras",
        ModelType.TENSORFLOW,
        "Common",
        "predict_analysis",
        "Keras model",
        "Keras 模型",
        "One .keras or .h5 file. Tensors in and out.",
        "单个 .keras 或 .h5 文件。输入、输出均为张量。",
        (".keras", ".h5"),
    ),
    Template(
        "modelyard-savedmodel",
        ModelType.TENSORFLOW,
        "Common",
        "predict_analysis",
        "TensorFlow SavedModel",
        "TensorFlow SavedModel",
        "The folder of a SavedModel with the tag serve: saved_model.pb and variables/.",
        "带 serve 标签的 SavedModel 目录，包含 saved_model.pb 和 variables/。",
        (),
    ),
)


def find_template(template_id: str) -> Template | None:
    """Return a template by id."""
    return next((template for template in TEMPLATES if template.id == template_id), None)


def matching(*, theme: str = "", engine: str = "", keyword: str = "") -> list[Template]:
    """Return the templates that match all of what is given."""
    wanted = keyword.lower()
    return [
        one
        for one in TEMPLATES
        if theme.lower() in {"", one.theme.lower()}
        and engine.lower() in {"", one.engine.lower()}
        and wanted in f"{one.id} {one.name} {one.name_zh} {one.description} {one.description_zh}".lower()
    ]
