"""The engines that training jobs can name."""

from dataclasses import dataclass

from modelyard.images.errors import EngineNotFound, EngineUnusable
from modelyard.images.rules.engines import CUSTOM, EngineEntry, family_of, find_engine
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import Preset, address_of, list_presets
from modelyard.images.types import Accelerator

RUN_USER = "1000"


@dataclass(frozen=True)
class EngineImage:
    """Addresses of the image of an engine; empty for what it does not run on."""

    cpu_image_url: str
    gpu_image_url: str
    image_version: str


@dataclass(frozen=True)
class Engine:
    """A preset engine, as the public API shows it.

    engine_id: also the name of the image. missing: what the machine lacks for it; empty when it can be used.
    """

    engine_id: str
    engine_name: str
    engine_version: str
    image_info: EngineImage
    description: str
    description_zh: str
    v1_compatible: bool = False
    run_user: str = RUN_USER
    missing: str = ""


def list_engines(context: ImagesContext) -> list[Engine]:
    """Return all preset engines by id, also those that this machine cannot run; `missing` says why not."""
    return [_engine(context, preset) for preset in list_presets(context)]


def get_engine(context: ImagesContext, *, engine_id: str = "", engine_name: str = "", engine_version: str = "") -> Engine:
    """Return the engine that a job asks for, by id, or by name and version in any of the spellings that scripts carry.

    Raises EngineNotFound, which lists those there are, and EngineUnusable when this machine cannot run it.
    """
    presets = {preset.name: preset for preset in list_presets(context)}
    entries = [
        EngineEntry(
            id=name,
            name=preset.recipe.engine_name,
            version=preset.recipe.version or context.machine.python_full,
            family=family_of(preset.recipe.engine_name),
            is_ascend=preset.recipe.accelerator is Accelerator.CANN,
        )
        for name, preset in presets.items()
    ]
    aliases = context.settings.engine_aliases
    found = find_engine(entries, engine_name, engine_id or engine_version, aliases=aliases)
    there = "; ".join(f"{entry.name} {entry.id}" for entry in entries if not presets[entry.id].missing)
    if found is None:
        asked = " ".join(word for word in (engine_name, engine_id or engine_version) if word)
        raise EngineNotFound(engine=asked[:200], engines=there, resource=asked[:200])
    preset = presets[found.id]
    if preset.missing:
        raise EngineUnusable(image=preset.name, problem=preset.missing, engines=there)
    return _engine(context, preset)


def is_custom(engine_version: str) -> bool:
    """Return whether a version means "an image of my own", so that the image's address is what counts."""
    return engine_version.strip().lower() == CUSTOM


def _engine(context: ImagesContext, preset: Preset) -> Engine:
    address = address_of(context, preset)
    on_cpu = preset.recipe.accelerator is Accelerator.CPU
    version = f"{preset.recipe.engine_name}-{preset.recipe.version or context.machine.python_full}"
    return Engine(
        engine_id=preset.name,
        engine_name=preset.recipe.engine_name,
        engine_version=preset.name,
        # An image for the CPU also runs on a machine with cards, and leaves them alone.
        image_info=EngineImage(cpu_image_url=address if on_cpu else "", gpu_image_url=address, image_version=version),
        description=preset.recipe.description,
        description_zh=preset.recipe.description_zh,
        missing=preset.missing,
    )
