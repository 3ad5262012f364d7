"""Rules of models beside their configuration: versions, places, stages, layouts, environments, verdicts, templates."""

import pytest

from modelyard.registry.rules import (
    effective,
    environments,
    happenings,
    layout,
    places,
    stages,
    suggesting,
    templates,
    verdicts,
    versions,
)
from modelyard.registry.rules.happenings import EventType
from modelyard.registry.types import Api, Config, Dependency, ModelType, Restraint, Stage, TensorSpec, Verdict


class TestVersions:
    @pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.100", "a.b.c", "1.0.0 ", "", "١.0.0"])
    def test_what_is_none(self, text: str) -> None:
        assert versions.order_of(text) is None

    def test_they_sort_as_numbers(self) -> None:
        texts = ["0.0.1", "0.0.10", "0.1.0", "1.0.0", "10.0.0", "99.99.99"]

        assert sorted(texts, key=lambda text: versions.order_of(text) or 0) == texts

    def test_the_next_one(self) -> None:
        assert versions.next_of(None) == "0.0.1"
        assert versions.next_of(versions.order_of("0.0.99")) == "0.1.0"
        assert versions.next_of(versions.order_of("99.99.99")) is None


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("obs://b/k/", "obs://b/k/"),
            ("https://b.obs.region.example.com/k/x", "/b/k/x"),
            ("https://b.s3.example.com", "/b/"),
            ("https://obs.region.example.com/b/k", "/b/k"),
            ("http://store.example.com:9000/b/k%20x", "/b/k x"),
            ("http://b.store.example.com:9000/k", "/b/k"),
            ("http://store.example.com:9000/", None),
            ("https://elsewhere.example.com/b/k", None),
            ("https://[broken/b", None),
        ],
    )
    def test_addresses(self, text: str, found: str | None) -> None:
        assert places.as_location(text, storage_host="store.example.com:9000") == found

    def test_a_host_without_a_port(self) -> None:
        assert places.as_location("http://store/b/k", storage_host="store") == "/b/k"

    def test_where_packages_may_lie(self) -> None:
        assert places.package_folders("a") == ("a/model/",)
        assert places.package_folders("a/model/") == ("a/model/model/", "a/model/")
        assert places.package_folders("") == ("model/",)


class TestStages:
    @pytest.mark.parametrize(
        ("stage", "environment", "check", "following"),
        [
            (Stage.COPY, True, True, Stage.ENVIRONMENT),
            (Stage.COPY, False, True, Stage.CHECK),
            (Stage.COPY, False, False, Stage.DONE),
            (Stage.ENVIRONMENT, True, False, Stage.DONE),
            (Stage.CHECK, True, True, Stage.DONE),
            (Stage.DONE, True, True, Stage.DONE),
        ],
    )
    def test_what_follows(self, stage: Stage, environment: bool, check: bool, following: Stage) -> None:
        assert stages.next_stage(stage, needs_environment=environment, needs_check=check) is following


class TestLayout:
    @pytest.mark.parametrize(
        ("files", "kind", "told"),
        [
            (["customize_service.py"], ModelType.CAFFE, None),
            (["anything"], ModelType.CUSTOM, None),
            (["m.pkl"], ModelType.SCIKIT_LEARN, None),
            (["saved_model.pb"], ModelType.TENSORFLOW, None),
            (["m.txt"], ModelType.SCIKIT_LEARN, ".joblib"),
            (["deep/m.pkl"], ModelType.SCIKIT_LEARN, "neither"),
            (["src/customize_service.py"], ModelType.PYTORCH, "src/customize_service.py"),
            (["m.caffemodel"], ModelType.CAFFE, "need customize_service.py"),
        ],
    )
    def test_what_is_missing(self, files: list[str], kind: ModelType, told: str | None) -> None:
        problem = layout.layout_problem(files, kind, "obs://b/m/model/")

        assert (problem is None) if told is None else (problem is not None and told in problem.problem)


class TestEnvironments:
    def test_own_packages_come_last_and_win(self) -> None:
        own = [Dependency("NumPy", "1.26", Restraint.EXACT), Dependency("a-b"), Dependency("x", "2", Restraint.ATMOST)]

        text = environments.requirements_of("# engine\nnumpy\nscikit-learn==1.7.2\nA_B>=1\n\n", [*own, own[1]])

        assert text == "scikit-learn==1.7.2\nNumPy==1.26\na-b\nx<=2\n"

    def test_odd_lines_stay(self) -> None:
        assert environments.requirements_of("--odd\n", []) == "--odd\n"

    def test_equal_requirements_have_one_address(self) -> None:
        first = environments.address_of("sklearn_1-cpu", "a\n", "0")

        assert first == environments.address_of("sklearn_1-cpu", "a\n", "0")
        assert first.startswith("models/sklearn:")
        assert len({first, environments.address_of("sklearn_1-cpu", "b\n", "0"), environments.address_of("x", "a\n", "1")}) == 3
        assert environments.address_of("_", "a\n", "0").startswith("models/engine:")


class TestVerdicts:
    def test_the_last_object_counts(self) -> None:
        log = (
            b'{"ok": false}\n{"ok": true, "engine": "sklearn", "columns": ["a"], "classes": [1, 2], "load_seconds": 1,'
            b' "inputs": [{"name": "x", "datatype": "FP64", "shape": [-1, 4, "?"]}, 3], "outputs": [{"name": "y"}]}\n'
            b'{"other": 1}\n{not json}\nbye\n'
        )

        verdict = verdicts.read_verdict(log, succeeded=True)

        assert verdict == Verdict(
            engine="sklearn",
            inputs=(TensorSpec("x", "FP64", (-1, 4)),),
            outputs=(TensorSpec("y", ""),),
            columns=("a",),
            labels=("1", "2"),
            load_seconds=1.0,
        )
        assert verdict.is_good

    def test_without_one_the_end_of_the_process_counts(self) -> None:
        assert verdicts.read_verdict(b"", succeeded=True).is_good
        assert verdicts.read_verdict(b"", succeeded=False, reason="memory", reason_zh="内存").problem == "memory"
        assert "verdict" in verdicts.read_verdict(b"", succeeded=False).problem

    @pytest.mark.parametrize(
        ("problem", "told"),
        [
            (b'"plain"', "plain"),
            (b'{"text": "t", "place": "p"}', "p: t"),
            (b'{"text": "t"}', "t"),
            (b"3", "why"),
        ],
    )
    def test_problems(self, problem: bytes, told: str) -> None:
        log = b'{"ok": false, "problem": ' + problem + b"}"

        assert verdicts.read_verdict(log, succeeded=False, reason="why").problem == told

    def test_a_process_that_failed_cannot_say_that_all_is_well(self) -> None:
        verdict = verdicts.read_verdict(b'{"ok": true}', succeeded=False)

        assert (verdict.is_good, verdict.problem) == (False, "the check gave no reason.")


class TestSuggesting:
    def test_columns_become_a_schema(self) -> None:
        verdict = Verdict(columns=("a", "b"), labels=("x",))

        (api,) = suggesting.with_schemas([Api()], verdict)

        rows = api.request["properties"]["data"]["properties"]["req_data"]["items"]
        assert rows["required"] == ["a", "b"]
        assert "probabilities" in str(api.response)

    def test_what_the_package_says_stays(self) -> None:
        said = Api(request={"type": "object"})

        assert suggesting.with_schemas([said], Verdict(columns=("a",))) == (said,)
        assert suggesting.with_schemas([Api()], Verdict()) == (Api(),)
        assert "enum" not in str(suggesting.with_schemas([Api()], Verdict(columns=("a",)))[0].response)


class TestTemplates:
    def test_they_are_found_and_filtered(self) -> None:
        assert templates.find_template("modelyard-onnx") is not None
        assert templates.find_template("x") is None
        assert {one.theme for one in templates.matching(theme="common")} == {"Common"}
        assert [one.id for one in templates.matching(engine="lightgbm")] == ["modelyard-lightgbm"]
        assert templates.matching(keyword="no such thing") == []

    def test_each_has_a_configuration(self) -> None:
        for one in templates.TEMPLATES:
            assert effective.load(effective.dump(one.config())).model_type == one.engine
            assert one.input_type == ("file" if one.endings else "folder")


class TestEffective:
    def test_the_request_wins(self) -> None:
        own = Config(model_algorithm="a", model_type="PyTorch", runtime="r", dependencies=(Dependency("x"),))

        kept = effective.join(own, model_type="PyTorch")
        changed = effective.join(
            own, model_type="PyTorch", runtime="s", model_algorithm="b", dependencies=[], apis=[Api("/x")], swr_location="i"
        )

        assert (kept.runtime, kept.dependencies) == ("r", (Dependency("x"),))
        assert (changed.runtime, changed.model_algorithm, changed.dependencies, changed.swr_location) == ("s", "b", (), "i")
        assert effective.dump_dependencies([]) == []
        assert effective.dump_health(None) is None


class TestHappenings:
    def test_types(self) -> None:
        assert happenings.type_of("model.failed") is EventType.ABNORMAL
        assert happenings.type_of("model.published") is EventType.NORMAL
        assert happenings.names_of(EventType.HINT) == (True, ("model.hint",))
        assert happenings.names_of(EventType.NORMAL)[0] is False
