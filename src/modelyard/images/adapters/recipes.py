"""The recipes that come with the package."""

from functools import lru_cache
from importlib.resources import files

from modelyard.images.rules.recipes import Recipe, read_recipe


@lru_cache(maxsize=1)
def preset_recipes() -> tuple[Recipe, ...]:
    """Return the recipes of all preset images, in the order of their keys."""
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in files("modelyard.images").joinpath("recipes").iterdir()
        if entry.name.endswith((".toml", ".lock"))
    }
    keys = sorted(name.removesuffix(".toml") for name in texts if name.endswith(".toml"))
    return tuple(read_recipe(key, texts[f"{key}.toml"], texts) for key in keys)
