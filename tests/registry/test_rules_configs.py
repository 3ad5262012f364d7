"""`config.json`, field by field: what is understood, and where and how what is wrong is told."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.registry.rules import configs, effective
from modelyard.registry.rules.problems import Problems, kind_of, shown
from modelyard.registry.types import Api, CheckMethod, Config, Dependency, Health, Restraint

MINIMAL = {"model_algorithm": "image_classification", "model_type": "PyTorch"}
WHOLE: dict[str, Any] = {
    **MINIMAL,
    "runtime": "pytorch_1.11.0-cpu-py_3.7-ubuntu_20.04-x86_64",
    "metrics": {"f1": 0.91, "recall": "0.9", "precision": 0.1234567890123456789, "accuracy": ""},
    "apis": [
        {
            "url": "/",
            "method": "post",
            "request": {
                "Content-type": "multipart/form-data",
                "data": {"type": "object", "properties": {"images": {"type": "file"}}},
            },
            "response": {
                "Content-type": "applicaton/json",
                "data": {
                    "type": "object",
                    "required": ["label"],
                    "properties": {
                        "label": {"type": "str"},
                        "scores": {
                            "type": "array",
                            "item": [{"type": "array", "minItems": 2, "items": [{"type": "string"}, {"type": "number"}]}],
                        },
                    },
                },
            },
        }
    ],
    "dependencies": [
        {
            "installer": "pip",
            "packages": [
                {"package_name": "Pillow", "package_version": "5.2.0", "restraint": "atleast"},
                {"package_name": "numpy", "package_version": "", "restraint": ""},
            ],
        }
    ],
    "health": {"check_method": "HTTP", "url": "/health", "period_seconds": "10", "failure_threshold": 3, "protocol": "https"},
}


def read(value: Any, **options: Any) -> tuple[Config, list[str]]:
    """Return what is understood, and the places of what is wrong."""
    problems = Problems()
    config = configs.read_config(value, problems, **options)
    return config, [problem.place for problem in problems.found]


def problems_of(**changes: Any) -> list[str]:
    return read({**MINIMAL, **changes})[1]


class TestReadConfig:
    def test_the_whole_of_the_guide_is_understood(self) -> None:
        config, wrong = read(WHOLE)

        assert wrong == []
        assert config.metrics == {"f1": 0.91, "recall": 0.9, "precision": 0.12345678901234568}
        (api,) = config.apis
        assert (api.url, api.method, api.request_type, api.response_type) == (
            "/",
            "POST",
            "multipart/form-data",
            "application/json",
        )
        assert api.request["properties"]["images"] == {"type": "file"}
        assert api.response["properties"]["label"] == {"type": "string"}
        assert api.response["properties"]["scores"]["items"][0]["items"][1] == {"type": "number"}
        assert config.dependencies == (Dependency("Pillow", "5.2.0", Restraint.ATLEAST), Dependency("numpy"))
        assert config.health == Health(CheckMethod.HTTP, "/health", protocol="https", period_seconds=10)

    def test_what_was_understood_is_written_and_read_the_same(self) -> None:
        config, _ = read(WHOLE)

        assert effective.load(orjson.loads(orjson.dumps(effective.dump(config)))) == config

    @pytest.mark.parametrize(
        ("changes", "places"),
        [
            ({"model_algorithm": None}, ["model_algorithm"]),
            ({"model_algorithm": "图像"}, ["model_algorithm"]),
            ({"model_algorithm": "a<b"}, ["model_algorithm"]),
            ({"model_algorithm": "a图"}, ["model_algorithm"]),
            ({"model_algorithm": "a" * 37}, ["model_algorithm"]),
            ({"model_algorithm": 7}, ["model_algorithm"]),
            ({"model_algorithm": "a\nb"}, ["model_algorithm"]),
            ({"model_type": None}, ["model_type"]),
            ({"model_type": "Word2Vec"}, ["model_type"]),
            ({"model_type": 5}, ["model_type"]),
            ({"runtime": ["python3.6"]}, ["runtime"]),
            ({"swr_location": "a/b:1"}, ["swr_location"]),
            ({"metrics": [1]}, ["metrics"]),
            (
                {"metrics": {"f1": "good", "recall": True, "precision": 1e300}},
                ["metrics.f1", "metrics.recall", "metrics.precision"],
            ),
            ({"apis": {}}, ["apis"]),
            ({"apis": "[{]"}, ["apis", "apis"]),
            ({"apis": ["x"]}, ["apis[0]"]),
            ({"apis": [{}] * 101}, ["apis"]),
            ({"apis": [{}, {}]}, ["apis[1]"]),
            ({"apis": [{"url": "x"}]}, ["apis[0].url"]),
            ({"apis": [{"url": "/a/../b"}]}, ["apis[0].url"]),
            ({"apis": [{"method": "fly"}]}, ["apis[0].method"]),
            ({"apis": [{"protocol": "ftp"}]}, ["apis[0].protocol"]),
            ({"apis": [{"request": "x"}]}, ["apis[0].request"]),
            ({"apis": [{"request": {"Content-type": "json"}}]}, ["apis[0].request.Content-type"]),
            ({"apis": [{"request": {"data": "{"}}]}, ["apis[0].request.data"]),
            ({"apis": [{"request": {"data": [1]}}]}, ["apis[0].request.data"]),
            ({"apis": [{"response": {"data": {"type": "text"}}}]}, ["apis[0].response.data.type"]),
            ({"apis": [{"response": {"data": {"type": 1}}}]}, ["apis[0].response.data.type"]),
            ({"apis": [{"response": {"data": {"type": ["string", "x"]}}}]}, ["apis[0].response.data.type[1]"]),
            ({"apis": [{"response": {"data": {"properties": [1]}}}]}, ["apis[0].response.data.properties"]),
            ({"apis": [{"response": {"data": {"required": "a"}}}]}, ["apis[0].response.data.required"]),
            ({"apis": [{"response": {"data": {"required": [1]}}}]}, ["apis[0].response.data.required[0]"]),
            ({"apis": [{"response": {"data": {"items": 3}}}]}, ["apis[0].response.data.items"]),
            ({"apis": [{"response": {"data": {"anyOf": {}}}}]}, ["apis[0].response.data.anyOf"]),
            ({"apis": [{"response": {"data": {"minItems": -1}}}]}, ["apis[0].response.data.minItems"]),
            ({"apis": [{"response": {"data": {"maxItems": True}}}]}, ["apis[0].response.data.maxItems"]),
            ({"apis": [{"input_params": {"type": "x"}}]}, ["apis[0].input_params.type"]),
            ({"dependencies": {}}, ["dependencies"]),
            ({"dependencies": [1]}, ["dependencies[0]"]),
            ({"dependencies": [{"packages": []}]}, ["dependencies[0].installer"]),
            ({"dependencies": [{"installer": "conda", "packages": []}]}, ["dependencies[0].installer"]),
            ({"dependencies": [{"installer": "pip"}]}, ["dependencies[0].packages"]),
            ({"dependencies": [{"installer": "pip", "packages": [1]}]}, ["dependencies[0].packages[0]"]),
            ({"health": [1]}, ["health"]),
            ({"health": {"check_method": "ASK"}}, ["health.check_method"]),
            ({"health": {"check_method": "EXEC"}}, ["health.command"]),
            ({"health": {"url": "health"}}, ["health.url"]),
            ({"health": {"protocol": "grpc"}}, ["health.protocol"]),
            ({"health": {"period_seconds": 0}}, ["health.period_seconds"]),
            ({"health": {"period_seconds": "many"}}, ["health.period_seconds"]),
            ({"health": {"failure_threshold": 2**31}}, ["health.failure_threshold"]),
            ({"health": {"initial_delay_seconds": True}}, ["health.initial_delay_seconds"]),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, changes: dict[str, Any], places: list[str]) -> None:
        assert problems_of(**changes) == places

    @pytest.mark.parametrize(
        ("package", "place"),
        [
            ({}, "package_name"),
            ({"package_name": "a b"}, "package_name"),
            ({"package_name": "x", "package_version": "1 2", "restraint": "EXACT"}, "package_version"),
            ({"package_name": "x", "package_version": "1", "restraint": "ABOUT"}, "restraint"),
            ({"package_name": "x", "package_version": "1"}, "restraint"),
        ],
    )
    def test_packages(self, package: dict[str, Any], place: str) -> None:
        found = problems_of(dependencies=[{"installer": "pip", "packages": [package]}])

        assert found == [f"dependencies[0].packages[0].{place}"]

    def test_there_are_only_so_many_packages(self) -> None:
        packages = [{"package_name": f"p{number}"} for number in range(600)]

        assert problems_of(dependencies=[{"installer": "pip", "packages": packages}]) == ["dependencies"]

    def test_images_bring_their_packages(self) -> None:
        dependencies = [{"installer": "pip", "packages": [{"package_name": "x"}]}]

        _, wrong = read({"model_algorithm": "a", "model_type": "image", "swr_location": "a/b:1", "dependencies": dependencies})

        assert wrong == ["dependencies"]

    def test_the_purpose_may_be_left_out_where_the_request_says_it(self) -> None:
        assert read({"model_type": "PyTorch"}, needs_algorithm=False)[1] == []

    def test_depth_is_limited(self) -> None:
        deep: dict[str, Any] = {}
        for _ in range(40):
            deep = {"items": deep}

        (place,) = problems_of(apis=[{"request": {"data": deep}}])
        assert place.endswith(".items")

    def test_schemas_may_be_true(self) -> None:
        config, wrong = read({**MINIMAL, "apis": [{"request": {"data": {"properties": {"x": True}, "anyOf": [{}]}}}]})

        assert (wrong, config.apis[0].request["properties"]) == ([], {"x": True})

    def test_apis_and_schemas_may_be_json_texts(self) -> None:
        schema = '{"type": "object"}'
        config, wrong = read({**MINIMAL, "apis": orjson.dumps([{"url": "/x", "response": {"data": schema}}]).decode()})

        assert (wrong, config.apis) == ([], (Api("/x", response={"type": "object"}),))

    def test_the_form_of_requests_is_understood(self) -> None:
        one = {"url": "/", "content_type": "multipart/form-data", "input_params": {"type": "object"}, "output_params": None}

        config, wrong = read({**MINIMAL, "apis": [one]})

        assert (wrong, config.apis[0].request_type, config.apis[0].request) == ([], "multipart/form-data", {"type": "object"})

    def test_a_health_command_is_split_into_words(self) -> None:
        health = {"check_method": "exec", "command": "cat /tmp/ok"}
        config, wrong = read({**MINIMAL, "health": health, "readiness_health": health, "startup_health": {}})

        assert wrong == []
        assert config.health is not None
        assert config.health.command == ("cat", "/tmp/ok")
        assert effective.dump(config)["health"]["command"] == "cat /tmp/ok"

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*WHOLE, "x"]), inner, max_size=6),
            max_leaves=20,
        ).filter(lambda value: isinstance(value, dict))
    )
    def test_whatever_comes_is_read_without_a_crash(self, value: Any) -> None:
        config, wrong = read(value)

        assert wrong or effective.load(effective.dump(config)) == config


class TestParseConfig:
    def test_json_with_a_byte_order_mark(self) -> None:
        assert configs.parse_config(b'\xef\xbb\xbf{"a": 1}', Problems()) == {"a": 1}

    @pytest.mark.parametrize("content", ["{", "[1]", "nope", "", "\ud800"])
    def test_what_is_none_is_told(self, content: str) -> None:
        problems = Problems()

        assert configs.parse_config(content, problems) is None
        assert [problem.place for problem in problems.found] == ["config.json"]


class TestWords:
    def test_kinds_of_values(self) -> None:
        values: list[Any] = [None, True, 1, 1.5, "x", [], {}]

        assert [kind_of(value) for value in values] == [
            "null",
            "true or false",
            "a number",
            "a number",
            "a text",
            "a list",
            "an object",
        ]

    def test_long_values_are_cut(self) -> None:
        assert len(shown("x" * 500)) < 100
        assert shown(5) == "'5'"
