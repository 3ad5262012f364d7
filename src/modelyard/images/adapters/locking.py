"""Writes the locks of the preset images anew: `python -m modelyard.images.adapters.locking [RECIPE ...]`, for developers.

The index is asked without the mirrors of the machine, which may lack the files of other Pythons and architectures.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from modelyard.images.adapters import sandbox
from modelyard.images.adapters.machine import pip_sources
from modelyard.images.adapters.recipes import preset_recipes
from modelyard.images.rules.locks import lock_of
from modelyard.images.rules.recipes import Recipe
from modelyard.images.rules.sources import PackageSources

_PLACE = Path(__file__).parent.parent / "recipes"


def lock(recipe: Recipe, python: str) -> str:
    """Return the lock of a recipe for one Python on x86-64 Linux; hashes of the same versions for ARM are in it, too."""
    own = pip_sources()
    sources = PackageSources(index_url=own.index_url, find_links=own.find_links, ca_file=own.ca_file)
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "requirements.in", Path(folder) / "pylock.toml"
        asked.write_text(recipe.requirements, encoding="utf-8")
        argv = [sandbox.uv(), "pip", "compile", "--quiet", "--format", "pylock.toml", "--only-binary", ":all:", "--no-header"]
        argv += ["--python-version", python, "--python-platform", "x86_64-manylinux_2_28", str(asked), "-o", str(answer)]
        subprocess.run(argv, check=True, env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), **sources.uv_env()})
        return lock_of(answer.read_text(encoding="utf-8"), python=python)


def main(keys: list[str]) -> None:
    """Write the locks of all recipes that have any, or of those named."""
    for recipe in preset_recipes():
        if keys and recipe.key not in keys:
            continue
        for python in recipe.lock_pythons:
            (_PLACE / f"{recipe.key}-{python}.lock").write_text(lock(recipe, python), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
