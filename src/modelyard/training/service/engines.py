"""Engines: the preset images as training calls them, and what an engine or image in a request means."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.training.errors import EngineUnknown
from modelyard.training.service.context import TrainingContext
from modelyard.training.types import Draft


@dataclass(frozen=True)
class Engine:
    """What a job runs in. image: the name that images know. label: what lists show."""

    image: str
    label: str
    is_pytorch: bool = False


async def resolve(db: AsyncSession, context: TrainingContext, who: Subject, draft: Draft) -> Engine:
    """Return what the engine of a job means here. Raises EngineUnknown with what is like it."""
    asked = draft.image or draft.engine_id or _by_name(draft)
    if not asked:
        return Engine("", "")
    field = "algorithm.engine.image_url" if draft.image else "algorithm.engine.engine_id"
    if not draft.image and not draft.engine_id:
        field = "algorithm.engine.engine_version"
    try:
        image = await images.check_image(db, context.images, who, asked)
    except AppError as error:
        raise EngineUnknown(
            field=field, value=asked[:200], reason=error.message(), reason_zh=error.message(Language.ZH), problem="unknown"
        ) from error
    told = f"{draft.engine_name} {draft.engine_id} {image}".lower()
    return Engine(image, image, is_pytorch="pytorch" in told)


def _by_name(draft: Draft) -> str:
    """Return the engine that a name and a version mean. The version alone says it all in the catalogue's grammar."""
    if draft.engine_version and draft.engine_version.lower() != "custom":
        return draft.engine_version
    return draft.engine_name
