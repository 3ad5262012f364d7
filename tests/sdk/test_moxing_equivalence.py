"""Whatever the tree: listing, walking and globbing in the store give what `os` and `glob` give for the same local tree."""

import glob
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import moxing as mox

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

names = st.sampled_from(["a", "b", "ab", "a-b", ".h", "ü", "a b", "[x]", "a.txt", "b.txt"])
# A dict is a folder, None a file.
trees: st.SearchStrategy[Any] = st.dictionaries(
    names,
    st.recursive(st.none(), lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=6),
    min_size=1,
    max_size=4,
)
patterns = st.lists(
    st.sampled_from(["*", "?", "a*", "*.txt", "[ab]", "[!a]*", ".*", "a", "[[]x]", "a?b", "*b*", "**", "[x]"]),
    min_size=1,
    max_size=3,
)


def build(root: Path, tree: dict[str, Any]) -> None:
    root.mkdir()
    for name, inner in tree.items():
        if inner is None:
            (root / name).write_text(name)
        else:
            build(root / name, inner)


class TestTheStoreIsLikeALocalTree:
    @given(tree=trees, pattern=patterns, ends_with_slash=st.booleans())
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_for_every_tree(
        self, url: str, tmp_path: Path, tree: dict[str, Any], pattern: list[str], ends_with_slash: bool
    ) -> None:
        name = secrets.token_hex(8)
        here, there = str(tmp_path / name), f"{url}/{name}"
        build(Path(here), tree)
        mox.file.copy_parallel(here, there)
        fits = "/".join(pattern) + ("/" if ends_with_slash else "")

        assert sorted(mox.file.list_directory(there)) == sorted(os.listdir(here))  # noqa: PTH208 - it is the measure
        assert mox.file.list_directory(there, recursive=True) == mox.file.list_directory(here, recursive=True)
        assert mox.file.get_size(there, recursive=True) == mox.file.get_size(here, recursive=True)
        assert as_set(mox.file.walk(there), there) == as_set(os.walk(here), here)
        assert cut(mox.file.glob(f"{there}/{fits}"), there) == cut(glob.glob(f"{here}/{fits}"), here)  # noqa: PTH207
        mox.file.remove(there, recursive=True)
        assert not mox.file.exists(there)
        shutil.rmtree(here)


def as_set(walked: Any, root: str) -> dict[str, tuple[list[str], list[str]]]:
    return {place[len(root) :]: (sorted(folders), sorted(files)) for place, folders, files in walked}


def cut(paths: list[str], root: str) -> list[str]:
    return sorted(path[len(root) :] for path in paths)
