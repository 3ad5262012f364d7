"""Recipes, locks and digests."""

from datetime import datetime, timedelta, timezone

import pytest

from modelyard.images.rules.digests import environment_digest, short_digest
from modelyard.images.rules.keeping import Use, is_needed
from modelyard.images.rules.locks import lock_of, pinned_versions
from modelyard.images.rules.recipes import Machine, Recipe, read_recipe

MACHINE = Machine("3.11", "3.11.7", "debian", "12", "x86_64")
RECIPE = """
engine = "x"
engine_name = "X"
accelerator = "{accelerator}"
description = "d"
description_zh = "述"
requirements = ["a", "b"]
smoke_test = "import a"
lock_archs = ["x86_64"]
{more}
"""
NOW = datetime(2026, 1, 2, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def recipe(accelerator: str = "cpu", more: str = "", files: dict[str, str] | None = None) -> Recipe:
    return read_recipe("x", RECIPE.format(accelerator=accelerator, more=more), files or {})


class TestReadRecipe:
    def test_locks_are_found_by_version_of_python(self) -> None:
        found = recipe(files={"x-3.11.lock": "eleven", "xy-3.11.lock": "other", "x-3.12.lock": "twelve", "x.toml": ""})

        assert found.locks == {"3.11": "eleven", "3.12": "twelve"}
        assert found.lock_for(MACHINE) == "eleven"
        assert found.requirements == "a\nb\n"

    def test_a_machine_that_no_lock_is_for_resolves_for_itself(self) -> None:
        found = recipe(files={"x-3.11.lock": "eleven"})

        assert found.lock_for(Machine("3.10", "3.10.1", "debian", "12", "x86_64")) is None
        assert found.lock_for(Machine("3.11", "3.11.7", "debian", "12", "aarch64")) is None

    def test_the_name_says_what_the_machine_is(self) -> None:
        assert str(recipe().name_on(MACHINE)) == "x_3.11.7-cpu-py_3.11-debian_12-x86_64"
        versioned = recipe("cuda", 'version = "1.2"\ntoolkit = "13.0"')
        assert str(versioned.name_on(MACHINE)) == "x_1.2-cuda_13.0-py_3.11-debian_12-x86_64"

    @pytest.mark.parametrize(
        ("accelerator", "missing", "resources"),
        [("cpu", "", ("CPU", "GPU")), ("cuda", "NVIDIA GPU", ("GPU",)), ("cann", "Ascend NPU", ("ASCEND",))],
    )
    def test_cards_that_are_not_there_are_missing(self, accelerator: str, missing: str, resources: tuple[str, ...]) -> None:
        found = recipe(accelerator)

        assert found.missing_on(MACHINE) == missing
        assert found.missing_on(Machine("3.11", "3.11.7", "debian", "12", "x86_64", has_cuda=True, has_cann=True)) == ""
        assert found.resources == resources


def pylock(*wheels: str, name: str = "a") -> str:
    listed = ", ".join(
        f'{{ url = "https://f.example/{wheel}", hashes = {{ sha256 = "{n}" }} }}' for n, wheel in enumerate(wheels)
    )
    return f'[[packages]]\nname = "{name}"\nversion = "1.0"\nwheels = [{listed}]\n'


class TestLockOf:
    @pytest.mark.parametrize(
        ("wheel", "suits"),
        [
            ("a-1.0-py3-none-any.whl", True),
            ("a-1.0-py2.py3-none-any.whl", True),
            ("a-1.0-py310-none-any.whl", True),
            ("a-1.0-py311-none-any.whl", True),
            ("a-1.0-py313-none-any.whl", False),
            ("a-1.0-cp311-cp311-manylinux_2_28_x86_64.whl", True),
            ("a-1.0-cp311-cp311-manylinux2014_aarch64.manylinux_2_17_aarch64.whl", True),
            ("a-1.0-cp311-cp311-linux_x86_64.whl", True),
            ("a-1.0-cp39-abi3-manylinux_2_28_x86_64.whl", True),
            ("a-1.0-cp311-abi3-manylinux_2_28_x86_64.whl", True),
            ("a-1.0-cp312-abi3-manylinux_2_28_x86_64.whl", False),
            ("a-1.0-cp310-cp310-manylinux_2_28_x86_64.whl", False),
            ("a-1.0-cp311-cp311t-manylinux_2_28_x86_64.whl", False),
            ("a-1.0-cp311-cp311-musllinux_1_2_x86_64.whl", False),
            ("a-1.0-cp311-cp311-macosx_11_0_arm64.whl", False),
            ("a-1.0-cp311-cp311-win_amd64.whl", False),
            ("a-1.0-pp311-pypy311_pp73-manylinux_2_28_x86_64.whl", False),
        ],
    )
    def test_only_wheels_for_linux_and_this_python_are_named(self, wheel: str, suits: bool) -> None:
        text = pylock("a-1.0-py3-none-any.whl" if not suits else wheel, wheel)

        lock = lock_of(text, python="3.11")

        assert ("--hash=sha256:1" in lock) == suits

    def test_each_package_is_pinned_with_its_hashes(self) -> None:
        text = pylock("a-1.0-py3-none-any.whl") + pylock("b-1.0-py3-none-any.whl", name="b")

        lock = lock_of(text, python="3.11")

        assert lock == "a==1.0 \\\n    --hash=sha256:0\nb==1.0 \\\n    --hash=sha256:0\n"
        assert pinned_versions(lock) == {"a": "1.0", "b": "1.0"}

    def test_names_of_files_on_the_disk_count_too(self) -> None:
        wheel = '{ path = "w/t-1.0%2Bcpu-cp311-cp311-linux_x86_64.whl", hashes = { sha256 = "f" } }'
        text = f'[[packages]]\nname = "t"\nversion = "1.0+cpu"\nwheels = [{wheel}]\n'

        assert lock_of(text, python="3.11") == "t==1.0+cpu \\\n    --hash=sha256:f\n"

    def test_a_package_without_a_fitting_wheel_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no wheel"):
            lock_of(pylock("a-1.0-cp310-cp310-win_amd64.whl"), python="3.11")


class TestDigests:
    def test_all_that_matters_changes_the_digest(self) -> None:
        base = {"scope": "p", "lock": "a==1\n", "smoke_test": "", "python_full": "3.11.7", "base": "/usr", "arch": "x86_64"}
        digests = {environment_digest(**{**base, name: value + "x"}) for name, value in base.items()}

        assert len({*digests, environment_digest(**base)}) == len(base) + 1

    def test_comments_and_indents_do_not(self) -> None:
        base = {"scope": "p", "smoke_test": "", "python_full": "3.11.7", "base": "/usr", "arch": "x86_64"}

        assert environment_digest(lock="# made today\na==1\n", **base) == environment_digest(lock="\n  a==1", **base)

    def test_a_short_digest_is_an_id(self) -> None:
        assert len(short_digest("a", "b")) == 32
        assert short_digest("a", "b") != short_digest("ab")


class TestIsNeeded:
    @pytest.mark.parametrize(
        ("uses", "built", "needed"),
        [
            ([], NOW - DAY, True),
            ([], NOW - 40 * DAY, False),
            ([Use(NOW - DAY)], NOW - 99 * DAY, True),
            ([Use(NOW - 40 * DAY)], NOW - 99 * DAY, False),
            ([Use(None)], NOW - DAY, True),
            ([Use(NOW, unwanted_at=NOW - DAY)], NOW, False),
            ([Use(NOW, unwanted_at=NOW)], NOW, True),
            ([Use(NOW, unwanted_at=NOW - DAY), Use(NOW)], NOW, True),
        ],
    )
    def test_what_was_used_lately_or_deleted_just_now_stays(self, uses: list[Use], built: datetime, needed: bool) -> None:
        grace = timedelta(hours=1)
        assert is_needed(uses, built_at=built, now=NOW, unused=30 * DAY, grace=grace) == needed

    def test_without_a_limit_what_is_wanted_stays_for_ever(self) -> None:
        old = NOW - 9999 * DAY
        assert is_needed([], built_at=old, now=NOW, unused=None, grace=DAY)
        assert is_needed([Use(old)], built_at=old, now=NOW, unused=None, grace=DAY)
        assert not is_needed([Use(old, unwanted_at=old)], built_at=old, now=NOW, unused=None, grace=DAY)
