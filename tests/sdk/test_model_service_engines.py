"""Engines without code: which files they are found by, what they take and what they answer."""

import json
import pickle
from pathlib import Path
from typing import Any

import joblib
import lightgbm
import numpy as np
import pandas as pd
import pytest
import skops.io
import xgboost
from skl2onnx import to_onnx
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_digits, load_iris
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from model_service.runtime.engines import load_engine
from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.package import open_package
from model_service.runtime.problems import BadInput, PackageProblem
from model_service.runtime.settings import Settings
from sdk.served import write_package

ROWS, LABELS = load_iris(return_X_y=True)
NAMES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def load(folder: Path, config: dict[str, Any] | None = None, **settings: Any) -> Predictor:
    return load_engine(open_package(str(write_package(folder, config=config))), Settings(**settings))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder `model/` of a package."""
    return write_package(tmp_path) / "model"


def records(predictor: Predictor, rows: Any, names: list[str] | None = None) -> Any:
    given = [dict(zip(names, row, strict=True)) if names else row for row in rows.tolist()]
    return predictor.answer({"data": {"req_data": given}})["data"]["resp_data"]


class TestScikitLearn:
    def test_a_pipeline_that_picks_columns_by_name_takes_records(self, tmp_path: Path, model: Path) -> None:
        frame = pd.DataFrame({"city": ["a", "b", "a", "c"] * 5, "size": [1.0, 2.0, 3.0, 4.0] * 5})
        parts = [("city", OneHotEncoder(), ["city"]), ("size", StandardScaler(), ["size"])]
        pipeline = make_pipeline(ColumnTransformer(parts), LogisticRegression()).fit(frame, ["x", "y", "x", "y"] * 5)
        joblib.dump(pipeline, model / "model.joblib")

        predictor = load(tmp_path)

        answer = predictor.answer({"req_data": [{"size": 1.0, "city": "a"}, {"city": "b", "size": 2.0, "other": None}]})
        assert [record["predict_result"] for record in answer["resp_data"]] == ["x", "y"]
        assert set(answer["resp_data"][0]["probabilities"]) == {"x", "y"}
        with pytest.raises(BadInput, match=r"req_data\[0\]: column 'city' is missing"):
            predictor.answer({"req_data": [{"size": 1.0}]})

    def test_a_plain_estimator_that_knows_names_takes_records_in_any_order(self, tmp_path: Path, model: Path) -> None:
        estimator = LogisticRegression(max_iter=500).fit(pd.DataFrame(ROWS, columns=NAMES), LABELS)
        (model / "iris.pkl").write_bytes(pickle.dumps(estimator))

        predictor = load(tmp_path)

        found = records(predictor, ROWS[:, ::-1], NAMES[::-1])
        assert [record["predict_result"] for record in found] == estimator.predict(pd.DataFrame(ROWS, columns=NAMES)).tolist()

    def test_columns_of_the_description_name_those_of_a_model_that_knows_none(self, tmp_path: Path, model: Path) -> None:
        estimator = SVC().fit(ROWS, LABELS)
        (model / "svc.pkl").write_bytes(pickle.dumps(estimator))
        item = {"type": "object", "properties": {name: {"type": "number"} for name in NAMES}}
        data = {"type": "object", "properties": {"req_data": {"type": "array", "items": [item]}}}
        request = {"Content-type": "application/json", "data": {"type": "object", "properties": {"data": data}}}

        predictor = load(tmp_path, {"apis": [{"url": "/", "method": "post", "request": request}]})

        found = records(predictor, ROWS[:3, ::-1], NAMES[::-1])
        assert found == [{"predict_result": label} for label in estimator.predict(ROWS[:3]).tolist()]

    def test_missing_values_are_taken_by_models_that_can(self, tmp_path: Path, model: Path) -> None:
        estimator = HistGradientBoostingRegressor(max_iter=2).fit(ROWS, LABELS)
        (model / "hist.pkl").write_bytes(pickle.dumps(estimator))

        answer = load(tmp_path).answer({"instances": [[None, 3.0, 1.4, 0.2]]})

        assert answer["predictions"] == estimator.predict([[np.nan, 3.0, 1.4, 0.2]]).tolist()

    def test_skops_files_load_when_all_their_types_are_trusted(self, tmp_path: Path, model: Path) -> None:
        skops.io.dump(LogisticRegression(max_iter=500).fit(ROWS, LABELS), model / "model.skops")

        assert load(tmp_path).answer([ROWS[0].tolist()]) == {"predictions": [0]}

    def test_types_that_skops_does_not_trust_are_named(
        self, tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pipeline = make_pipeline(FunctionTransformer(np.log1p), FunctionTransformer(pd.isna), SVC())
        skops.io.dump(pipeline, model / "model.skops")

        with pytest.raises(PackageProblem, match=r"pandas.*MODEL_SERVICE_SKOPS_TRUSTED") as caught:
            load(tmp_path)

        assert caught.value.place == "model.skops"
        found = [name.strip() for name in caught.value.text.split("trust:")[1].split(". Read")[0].split(",")]
        monkeypatch.setenv("MODEL_SERVICE_SKOPS_TRUSTED", ",".join(found))
        assert load(tmp_path).engine == "sklearn"

    def test_an_object_that_cannot_predict_is_named(self, tmp_path: Path, model: Path) -> None:
        (model / "model.pkl").write_bytes(pickle.dumps({"weights": [1]}))

        with pytest.raises(PackageProblem, match=r"model\.pkl: holds an object of type builtins\.dict.*`predict`"):
            load(tmp_path)

    def test_a_class_of_the_script_that_saved_the_model_is_explained(self, tmp_path: Path, model: Path) -> None:
        (model / "model.pkl").write_bytes(
            b"\x80\x04\x95\x1c\x00\x00\x00\x00\x00\x00\x00\x8c\x08__main__\x94\x8c\x07MyModel\x94\x93\x94."
        )

        with pytest.raises(PackageProblem, match=r"MyModel.*put it into a module of the package"):
            load(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05\x95"])
    def test_a_broken_file_is_a_problem_with_its_name(self, tmp_path: Path, model: Path, content: bytes) -> None:
        (model / "model.pkl").write_bytes(content)

        with pytest.raises(PackageProblem, match=r"model\.pkl: loading it failed"):
            load(tmp_path)

    def test_a_package_that_is_not_in_the_image_is_named(self, tmp_path: Path, model: Path) -> None:
        (model / "model.pkl").write_bytes(b"cno_such_package\nModel\n.")

        with pytest.raises(PackageProblem, match=r"No module named 'no_such_package'.*dependencies"):
            load(tmp_path)


class TestLightGBM:
    @pytest.mark.parametrize("labels", [LABELS, LABELS % 2])
    def test_a_booster_of_classes_answers_class_and_probabilities(self, tmp_path: Path, model: Path, labels: Any) -> None:
        estimator = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1, n_jobs=1).fit(ROWS, labels)
        estimator.booster_.save_model(model / "model.txt")
        (model / "labels.txt").write_text("setosa\n")

        found = records(load(tmp_path, {"model_type": "LightGBM"}), ROWS)

        assert [record["predict_result"] for record in found] == np.asarray(estimator.predict(ROWS)).tolist()
        assert list(found[0]["probabilities"].values()) == pytest.approx(estimator.predict_proba(ROWS[:1])[0])

    def test_a_booster_in_a_pickle_is_one_too(self, tmp_path: Path, model: Path) -> None:
        booster = lightgbm.train({"objective": "regression", "verbose": -1}, lightgbm.Dataset(ROWS, LABELS), 2)
        (model / "model.pkl").write_bytes(pickle.dumps(booster))

        predictor = load(tmp_path)

        assert predictor.engine == "lightgbm"
        assert predictor.answer({"instances": ROWS[:2].tolist()})["predictions"] == pytest.approx(booster.predict(ROWS[:2]))


class TestXGBoost:
    @pytest.mark.parametrize("ending", ["json", "ubj"])
    @pytest.mark.parametrize("labels", [LABELS, (LABELS > 0).astype(int)])
    def test_a_classifier_answers_class_and_probabilities(self, tmp_path: Path, model: Path, ending: str, labels: Any) -> None:
        estimator = xgboost.XGBClassifier(n_estimators=3, n_jobs=1).fit(ROWS, labels)
        estimator.save_model(model / f"model.{ending}")
        (model / "index_to_name.json").write_text("{}")

        found = records(load(tmp_path, {"model_type": "XGBoost"}), ROWS)

        assert [record["predict_result"] for record in found] == estimator.predict(ROWS).tolist()
        assert list(found[0]["probabilities"].values()) == pytest.approx(estimator.predict_proba(ROWS[:1])[0], abs=1e-6)

    def test_a_regressor_with_names_answers_values(self, tmp_path: Path, model: Path) -> None:
        estimator = xgboost.XGBRegressor(n_estimators=3, n_jobs=1).fit(pd.DataFrame(ROWS, columns=NAMES), LABELS)
        estimator.save_model(model / "model.ubj")

        found = records(load(tmp_path), ROWS[:4, ::-1], NAMES[::-1])

        expected = estimator.predict(pd.DataFrame(ROWS[:4], columns=NAMES))
        assert [record["predict_result"] for record in found] == pytest.approx(expected)


class TestONNX:
    def test_inputs_are_checked_and_rows_are_joined(self, tmp_path: Path, model: Path) -> None:
        rows, labels = load_digits(return_X_y=True)
        estimator = LogisticRegression(max_iter=20, tol=0.1).fit(rows[:300], labels[:300])
        onnx = to_onnx(estimator, rows[:1].astype(np.float32), options={"zipmap": False})
        (model / "digits.onnx").write_bytes(onnx.SerializeToString())

        predictor = load(tmp_path)

        assert [(tensor.name, tensor.datatype, tensor.shape) for tensor in predictor.inputs] == [("X", "FP32", (-1, 64))]
        calls = [predictor.prepare({"instances": rows[at : at + 2].tolist()}) for at in (0, 2, 4)]
        answers = predictor.answer_all(calls)
        found = [row["label"] for answer in answers for row in answer["predictions"]]
        assert found == estimator.predict(rows[:6]).tolist()
        with pytest.raises(BadInput, match=r"shape \[1, 2\]; the model takes \[-1, 64\]"):
            predictor.answer({"instances": [[1, 2]]})
        assert set(predictor.answer({"inputs": {"X": rows[:1].tolist()}})["outputs"]) == {"label", "probabilities"}


class TestFindingTheModel:
    def test_several_models_are_a_question(self, tmp_path: Path, model: Path) -> None:
        for name in ("a.pkl", "b.pkl"):
            (model / name).write_bytes(pickle.dumps(SVC().fit(ROWS, LABELS)))

        with pytest.raises(PackageProblem, match=r"a\.pkl, b\.pkl"):
            load(tmp_path)
        assert load(tmp_path, model_file="b.pkl").engine == "sklearn"
        with pytest.raises(PackageProblem, match="no such file"):
            load(tmp_path, model_file="c.pkl")

    def test_nothing_to_serve_says_what_was_looked_for(self, tmp_path: Path) -> None:
        with pytest.raises(PackageProblem, match=r"neither customize_service\.py nor a model was found; looked for .*\.onnx"):
            load(tmp_path)

    def test_an_engine_that_needs_code_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(PackageProblem, match="'mindspore' needs code"):
            load(tmp_path, {"model_type": "MindSpore"})

    @pytest.mark.parametrize(
        ("text", "words"), [("{", "not valid JSON"), ("[]", "one JSON object"), ('{"apis": 5}', "apis must be a list")]
    )
    def test_a_broken_description_is_named(self, tmp_path: Path, model: Path, text: str, words: str) -> None:
        (model / "config.json").write_text(text)

        with pytest.raises(PackageProblem, match=words) as caught:
            open_package(str(tmp_path))

        assert caught.value.place == "config.json"

    def test_a_description_inside_strings_is_read(self, tmp_path: Path) -> None:
        apis = json.dumps([{"url": "greet", "request": {"data": json.dumps({"type": "object"})}}])

        found = open_package(str(write_package(tmp_path, config={"apis": apis}))).apis

        assert [(api.path, api.method, api.request) for api in found] == [("/greet", "POST", {"type": "object"})]
