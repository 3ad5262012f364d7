"""What models can be made of: engines with their runtimes, and templates."""

from modelyard.core.paging import Page
from modelyard.images import service as images
from modelyard.registry.rules import templates
from modelyard.registry.rules.templates import INPUT_ID, Template
from modelyard.registry.schemas.answers import EngineRuntimes, TemplateAnswer, TemplateInputAnswer
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.types import ModelType

# Which models run in the image of an engine, in the order in which they are listed.
_SERVED = {
    "TensorFlow": (ModelType.TENSORFLOW, ModelType.KERAS),
    "PyTorch": (ModelType.PYTORCH,),
    "MindSpore": (ModelType.MINDSPORE,),
    "Scikit_Learn": (ModelType.SCIKIT_LEARN, ModelType.XGBOOST, ModelType.LIGHTGBM, ModelType.ONNX),
}
_NO_CARD = {"type": "none", "name": None, "cuda_version": None, "driver_version_section": None}


def list_runtimes(context: RegistryContext, *, offset: int, limit: int) -> Page[EngineRuntimes]:
    """Return the engines that models can run in here, each with its runtimes; the newest one is used unless one is named."""
    found: dict[str, list[str]] = {}
    for engine in images.list_engines(context.images):
        if engine.missing:
            continue
        for kind in _SERVED.get(engine.engine_name, ()):
            found.setdefault(kind.value, []).append(engine.engine_id)
    listed = [_runtimes(context, name, runtimes) for name, runtimes in found.items()]
    return Page(listed[offset : offset + limit], len(listed))


def list_templates(
    context: RegistryContext, *, theme: str, engine: str, keyword: str, offset: int, limit: int
) -> Page[TemplateAnswer]:
    """Return the templates that match."""
    found = templates.matching(theme=theme, engine=engine, keyword=keyword)
    arch = context.images.machine.arch.upper()
    return Page([_template(one, arch) for one in found[offset : offset + limit]], len(found))


def _runtimes(context: RegistryContext, name: str, runtimes: list[str]) -> EngineRuntimes:
    return EngineRuntimes(
        ai_engine=name,
        runtimes=runtimes,
        request_mode=["sync"] * len(runtimes),
        accelerators=[_card(runtime) for runtime in runtimes],
        arch=[context.images.machine.arch] * len(runtimes),
        status_list=["normal"] * len(runtimes),
        image_source=["uniform_image"] * len(runtimes),
    )


def _card(runtime: str) -> dict[str, str | None]:
    for part in runtime.split("-"):
        word, _, version = part.partition("_")
        if word == "cuda":
            return {**_NO_CARD, "type": "gpu", "cuda_version": version}
        if word == "cann":
            return {**_NO_CARD, "type": "npu"}
    return _NO_CARD


def _template(template: Template, arch: str) -> TemplateAnswer:
    endings = ", ".join(template.endings)
    return TemplateAnswer(
        template_id=template.id,
        template_name_en=template.name,
        template_name_cn=template.name_zh,
        description_en=template.description,
        description_cn=template.description_zh,
        arch=arch,
        template_labels={"theme": template.theme, "engine": template.engine.value, "environment": "python"},
        template_docs=[],
        template_inputs=[
            TemplateInputAnswer(
                input_id=INPUT_ID,
                input_type=template.input_type,
                name_en="Model",
                name_cn="模型",
                description_en=f"A file in a bucket: {endings}." if endings else "A folder in a bucket.",
                description_cn=f"桶中的文件：{endings}。" if endings else "桶中的目录。",
            )
        ],
    )
