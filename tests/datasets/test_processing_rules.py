"""What may be asked of operators, what their files say of themselves, and what of a run's words is believed."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.errors.processing import (
    OperatorFileInvalid,
    OperatorNeedsNetwork,
    OperatorNotFound,
    ProcessorInvalid,
)
from modelyard.datasets.rules import processing_results as results
from modelyard.datasets.rules.operators import ITEMS, OPERATORS, operators_of
from modelyard.datasets.rules.processing import read_head, steps_of
from modelyard.datasets.types.processing import ParameterType, ResultProperty, TemplateId


def head(told: Any) -> bytes:
    """Return a file with this head."""
    text = told if isinstance(told, str) else json.dumps(told)
    return f"# /// operator\n# {text}\n# ///\n".encode()


class TestSteps:
    def test_values_come_in_their_types_and_the_others_are_usual(self) -> None:
        given_values = {"noise_type": "Laplace", "scale": "2.5", "do_validation": "False", "AddNoise": "1"}
        (step,) = steps_of("sys_data_augmentation", [("AddNoise", given_values)], field="template")
        assert step.program == "augmentation"
        assert step.parameters == {
            "noise_type": "Laplace",
            "loc": 0.0,
            "scale": 2.5,
            "lam": 2.0,
            "p": 0.01,
            "copies": 1,
            "do_validation": False,
        }

    def test_a_template_with_one_operator_needs_no_name(self) -> None:
        assert [one.operator for one in steps_of("sys_data_analyse", [], field="t")] == ["sys_data_analyse"]

    def test_whole_numbers_may_come_as_texts(self) -> None:
        (step,) = steps_of("sys_data_augmentation", [("Flip", {"copies": "3"})], field="t")
        assert step.parameters["copies"] == 3

    def test_several_operators_follow_each_other(self) -> None:
        wanted: list[tuple[str, dict[str, Any]]] = [("Flip", {}), ("Rotate", {"angle_min": -5})]
        assert [one.operator for one in steps_of("sys_data_augmentation", wanted, field="t")] == ["Flip", "Rotate"]

    @pytest.mark.parametrize(
        ("template", "wanted", "error"),
        [
            ("magic", [], ProcessorInvalid),
            ("sys_data_cleaning", [], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {})] * 11, ProcessorInvalid),
            ("sys_data_cleaning", [("Nothing", {})], OperatorNotFound),
            ("sys_data_cleaning", [("Flip", {})], OperatorNotFound),
            ("sys_data_augmentation", [("StyleGAN", {})], OperatorNeedsNetwork),
            ("sys_data_analyse", [("sys_data_analyse", {})] * 2, ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"angle": 1})], ProcessorInvalid),
            ("sys_data_cleaning", [("PCC", {"prototype_sample_path": ""})], ProcessorInvalid),
            ("sys_data_cleaning", [("PCC", {"prototype_sample_path": 5})], ProcessorInvalid),
            ("sys_data_cleaning", [("PCC", {"prototype_sample_path": "a\nb"})], ProcessorInvalid),
            ("sys_data_cleaning", [("PCC", {"prototype_sample_path": "a" * 2000})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"lr_ud": "up"})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"flip_p": "often"})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"flip_p": True})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"flip_p": 2})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"flip_p": "nan"})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"copies": 1.5})], ProcessorInvalid),
            ("sys_data_augmentation", [("Flip", {"do_validation": "maybe"})], ProcessorInvalid),
        ],
    )
    def test_what_cannot_be_is_refused(self, template: str, wanted: list[tuple[str, dict[str, Any]]], error: type) -> None:
        with pytest.raises(error):
            steps_of(template, wanted, field="template")

    def test_the_number_of_groups_may_be_left_to_the_operator(self) -> None:
        wanted = [("RRD", {"n_clusters": "auto"})]
        assert steps_of("sys_data_selection", wanted, field="t")[0].parameters["n_clusters"] == "auto"

    def test_parameters_of_custom_operators_are_judged_later(self) -> None:
        (step,) = steps_of("user_operator", [("custom", {"path": "obs://b/o.py", "by": 3})], field="t")
        assert step.parameters == {"path": "obs://b/o.py", "by": 3}

    def test_each_kind_that_is_shown_has_operators(self) -> None:
        assert all(operators_of(one) for one in ITEMS)
        assert {one.program for one in OPERATORS.values()} > {"validation", "duplicates", "augmentation"}

    @given(st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=5), st.integers(), st.floats(), st.none())))
    def test_garbage_is_refused_or_read(self, values: dict[str, Any]) -> None:
        try:
            (step,) = steps_of("sys_data_selection", [("SimDeduplication", values)], field="t")
        except ProcessorInvalid:
            return
        assert 0 <= step.parameters["simlarity_threshold"] <= 1


class TestHeads:
    def test_it_says_name_and_parameters(self) -> None:
        told = {
            "name": "darken",
            "description": "Darken images",
            "parameters": [
                {"name": "by", "type": "number", "default": "0.5", "min": 0, "max": 1, "required": True},
                {"name": "how", "type": "choice", "choices": ["a", "b"], "default": "b"},
                {"name": "note"},
            ],
        }
        found = read_head(b'"""Mine."""\r\n' + head(told) + b"print()\n", field="path")
        assert (found.name, found.template, found.program) == ("darken", TemplateId.CUSTOM, "custom")
        by, how, note = found.parameters
        assert (by.default, by.low, by.high, by.required) == (0.5, 0.0, 1.0, True)
        assert (how.choices, how.default) == (("a", "b"), "b")
        assert (note.type, note.default) == (ParameterType.TEXT, None)

    def test_it_may_have_several_lines_and_no_name(self) -> None:
        content = b'# /// operator\n# {\n#   "parameters": []\n# }\n# ///\n'
        assert (read_head(content, field="path").name, read_head(content, field="path").parameters) == ("custom", ())

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"# /// operator\n# {}\n",
            head("{"),
            head([]),
            head({"parameters": {}}),
            head({"parameters": [{"name": f"p{number}"} for number in range(51)]}),
            head({"parameters": [1]}),
            head({"parameters": [{"name": "a b"}]}),
            head({"parameters": [{"name": "path"}]}),
            head({"parameters": [{"name": "a"}, {"name": "a"}]}),
            head({"parameters": [{"name": "a", "type": "magic"}]}),
            head({"parameters": [{"name": "a", "choices": "b"}]}),
            head({"parameters": [{"name": "a", "choices": [1]}]}),
            head({"parameters": [{"name": "a", "type": "number", "min": "0"}]}),
            head({"parameters": [{"name": "a", "type": "number", "max": True}]}),
            head({"parameters": [{"name": "a", "type": "number", "max": 1, "default": 2}]}),
        ],
    )
    def test_what_is_no_head_is_refused(self, content: bytes) -> None:
        with pytest.raises(OperatorFileInvalid):
            read_head(content, field="path")

    @given(st.binary(max_size=200))
    def test_garbage_is_refused(self, content: bytes) -> None:
        with pytest.raises(OperatorFileInvalid):
            read_head(b"# /// operator\n# {" + content, field="path")


class TestResults:
    def test_they_are_read(self) -> None:
        box = {"kind": "shape", "label": "cat", "shape": {"kind": "bndbox", "points": [[1, 2], [3, 4]]}}
        named = {"kind": "class", "label": "dog"}
        line = {"n": 1, "p": 3, "f": "Data/000000/1-a.png", "a": [box, named], "w": [["Flip", "l\x01r"]], "s": [4, 5, 3]}
        found = results.read_results(json.dumps(line).encode() + b'\n{"n": 0, "p": 2}', 2)
        assert found is not None
        assert (found[0].property, found[0].said, found[0].size) == (ResultProperty.ADDED, (("Flip", "l r"),), (4, 5, 3))
        assert found[0].annotations is not None
        assert ([one.label for one in found[0].annotations], found[1].annotations) == (["cat", "dog"], None)

    @pytest.mark.parametrize(
        "line",
        [
            "x",
            "[]",
            {"p": 0},
            {"n": 2, "p": 0},
            {"n": -1, "p": 0},
            {"n": True, "p": 0},
            {"n": "0", "p": 0},
            {"n": 0, "p": 4},
            {"n": 0, "p": 0, "f": "Data/a"},
            {"n": 0, "p": 1},
            {"n": 0, "p": 1, "f": 5},
            {"n": 0, "p": 1, "f": "a"},
            {"n": 0, "p": 1, "f": "Data/../a"},
            {"n": 0, "p": 1, "f": "Data//a"},
            {"n": 0, "p": 1, "f": "Data/a\n"},
            {"n": 0, "p": 1, "f": "Data/" + "a" * 600},
            {"n": 0, "p": 0, "w": 5},
            {"n": 0, "p": 0, "s": [1, 2]},
            {"n": 0, "p": 0, "s": [0, 1, 2]},
            {"n": 0, "p": 0, "s": [True, 1, 2]},
            {"n": 0, "p": 0, "a": {}},
            {"n": 0, "p": 0, "a": [1]},
            {"n": 0, "p": 0, "a": [{"kind": "magic"}]},
            {"n": 0, "p": 0, "a": [{"kind": "entity", "label": "x"}]},
            {"n": 0, "p": 0, "a": [{"kind": "class", "label": 5}]},
            {"n": 0, "p": 0, "a": [{"kind": "class", "label": "a\x00"}]},
            {"n": 0, "p": 0, "a": [{"kind": "class", "label": "a" * 1025}]},
            {"n": 0, "p": 0, "a": [{"kind": "shape", "label": "a"}]},
            {"n": 0, "p": 0, "a": [{"kind": "shape", "shape": {"kind": "bndbox", "points": [[1, 1], [1, 1]]}}]},
            {"n": 0, "p": 0, "a": [{"kind": "class"}] * 10_001},
        ],
    )
    def test_what_no_run_of_ours_writes_is_not_believed(self, line: Any) -> None:
        content = line if isinstance(line, str) else json.dumps(line)
        assert results.read_results(content.encode(), 2) is None

    def test_progress_is_the_last_that_can_be_read(self) -> None:
        log = (
            b'@modelyard {"done": 9, "total": 4, "step": "x"}\nhello\n@modelyard [1]\n@modelyard {"done": -1}\n@modelyard {"do'
        )
        assert results.read_progress(log) == {"done": 4, "total": 4, "failed": 0, "step": "x"}
        assert results.read_progress(b"hello") is None

    def test_figures_are_numbers_and_short_texts(self) -> None:
        told = {"a": [1, 2.5, None, True, "x\x00y", 1e300], "b": {"c": -3}}
        assert results.read_figures(json.dumps(told).encode()) == {"a": [1, 2.5, None, True, "x y", None], "b": {"c": -3}}

    @pytest.mark.parametrize("content", ["x", "[1]", json.dumps({"a": list(range(6000))}), json.dumps({"a": [[[[[[1]]]]]]})])
    def test_other_figures_are_none(self, content: str) -> None:
        assert results.read_figures(content.encode()) == {}

    def test_numbers_that_are_none_are_left_out(self) -> None:
        assert math.isinf(float("1e999"))
        assert results.read_figures(b'{"a": 1e999}') in ({}, {"a": None})


class TestFolders:
    def test_few_folders_cover_all_samples(self) -> None:
        sources = ["obs://a/x/1", "obs://a/x/y/2", "obs://b/3", "obs://a/z/w/4"]
        assert results.covering(sources, 16) == ["obs://a/x/", "obs://a/z/w/", "obs://b/"]

    def test_folders_are_joined_where_there_are_too_many(self) -> None:
        sources = [f"obs://a/x/{number}/1" for number in range(40)]
        folders = results.covering(sources, 3)
        assert folders == ["obs://a/x/"]
        assert results.place_of("obs://a/x/7/1", folders) == (0, "7/1")

    def test_too_many_buckets_are_refused(self) -> None:
        with pytest.raises(ValueError, match="buckets"):
            results.covering([f"obs://b{number}/1" for number in range(3)], 2)

    @given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=5).map("/".join), min_size=1, max_size=30))
    def test_each_sample_is_in_one_of_them(self, keys: list[str]) -> None:
        sources = [f"obs://bucket/{key}" for key in keys]
        folders = results.covering(sources, 4)
        assert len(folders) <= 4
        for source in sources:
            number, path = results.place_of(source, folders)
            assert folders[number] + path == source
