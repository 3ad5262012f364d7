"""Keys, folders, locations, names of buckets, and the states of tasks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.objects.rules.keys import Location, folder_of, folder_problem, key_problem, read_location
from modelyard.objects.rules.names import is_bucket_name
from modelyard.objects.rules.tasks import ARROWS, ENDED, move
from modelyard.objects.types import TaskState


class TestKeys:
    @given(st.text(max_size=40))
    def test_whatever_passes_has_no_part_that_leads_elsewhere(self, key: str) -> None:
        if key_problem(key) is None:
            assert not {"", ".", ".."} & set(key.removesuffix("/").split("/"))
            assert "\\" not in key

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("", "empty"),
            ("a\x00", "control"),
            ("\ud800", "Unicode"),
            ("ü" * 513, "longer"),
            ("a\\b", "backslash"),
            ("a//b", "part"),
            ("../a", "part"),
            (".uploads/a", "below"),
            ("a.versions/b", "below"),
        ],
    )
    def test_each_problem_is_named(self, key: str, said: str) -> None:
        assert said in (key_problem(key) or "")

    @pytest.mark.parametrize(
        ("path", "said"), [("a" * 1024, "longer"), ("/a", "begins"), ("a.", "ends"), ("a*b", "contains"), ("a//b", "part")]
    )
    def test_folders_have_rules_of_their_own(self, path: str, said: str) -> None:
        assert said in (folder_problem(path) or "")
        assert folder_problem("a/b") is None


class TestLocations:
    @pytest.mark.parametrize("text", ["obs://data/a/b", "S3://data/a/b", "/data/a/b"])
    def test_three_spellings_mean_one_place(self, text: str) -> None:
        place = read_location(text)

        assert place == Location("data", "a/b")
        assert str(place) == "obs://data/a/b"

    @pytest.mark.parametrize("text", ["data/a", "obs://D/a", ""])
    def test_others_are_none(self, text: str) -> None:
        assert read_location(text) is None

    def test_a_folder_ends_with_a_slash_unless_it_is_the_bucket(self) -> None:
        assert [folder_of(key) for key in ("", "a", "a/")] == ["", "a/", "a/"]


class TestBucketNames:
    @pytest.mark.parametrize("name", ["abc", "a-b.c", "1.2.3.4.5"])
    def test_names_of_the_grammar_are_taken(self, name: str) -> None:
        assert is_bucket_name(name)

    @pytest.mark.parametrize("name", ["ab", "A-b", "a..b", "a.-b", "a-.b", "1.2.3.4", "a" * 64])
    def test_others_are_refused(self, name: str) -> None:
        assert not is_bucket_name(name)


class TestTaskStates:
    @pytest.mark.parametrize("old", TaskState)
    @pytest.mark.parametrize("new", TaskState)
    def test_only_the_arrows_can_be_gone(self, old: TaskState, new: TaskState) -> None:
        if new is old or new in ARROWS[old]:
            assert move(old, new) is new
        else:
            with pytest.raises(ValueError, match="cannot go"):
                move(old, new)

    def test_what_has_ended_stays(self) -> None:
        assert all(not ARROWS[state] for state in ENDED)
