"""What the engine or the image of a job means here."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.training.errors import EngineUnknown
from modelyard.training.service.context import TrainingContext
from modelyard.training.types import Draft

_PYTORCH = "pytorch"


@dataclass(frozen=True)
class Runtime:
    """What a job runs in. image: the name that images know. label: what lists show."""

    image: str
    label: str
    is_pytorch: bool = False


async def resolve(db: AsyncSession, context: TrainingContext, who: Subject, draft: Draft) -> Runtime:
    """Return what the engine of a job means here: a preset one, an image, or an engine whose image is one's own.

    Raises EngineUnknown, which lists what is like it.
    """
    if not (draft.image or draft.engine_id or draft.engine_name):
        return Runtime("", "")
    field = "image_url" if draft.image else "engine_id" if draft.engine_id else "engine_version"
    try:
        if draft.image:
            name = await images.check_image(db, context.images, who, draft.image)
            label = " ".join(word for word in (draft.engine_name, name) if word)
        else:
            engine = images.get_engine(
                context.images,
                engine_id=draft.engine_id,
                engine_name=draft.engine_name,
                engine_version="" if images.is_custom(draft.engine_version) else draft.engine_version,
            )
            name, label = engine.engine_id, f"{engine.engine_name} {engine.engine_version}"
    except AppError as error:
        asked = draft.image or draft.engine_id or f"{draft.engine_name} {draft.engine_version}".strip()
        raise EngineUnknown(
            field=f"algorithm.engine.{field}",
            value=asked[:200],
            reason=error.message(),
            reason_zh=error.message(Language.ZH),
            problem="unknown",
        ) from error
    return Runtime(name, label, is_pytorch=_PYTORCH in f"{draft.engine_name} {name}".lower())
