"""Engines whose libraries are too large for the environment of the tests: these run in the images that have them.

`PYTHONPATH=tests:sdk/src IMAGE/bin/python -m pytest -c /dev/null tests/sdk/test_model_service_tensors.py`, with the
interpreter of the image of PyTorch or TensorFlow and pytest beside it.
"""

from pathlib import Path
from typing import Any

import pytest

from model_service.pytorch_model_service import PTServingBaseService
from model_service.runtime.engines import load_engine
from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.package import open_package
from model_service.runtime.problems import BadInput, PackageProblem
from model_service.runtime.settings import Settings
from model_service.tfserving_model_service import TfServingBaseService

ROWS = [[1, 2, 3, 4.5], [0, 0, 0, 1]]


def load(folder: Path) -> Predictor:
    return load_engine(open_package(str(folder)), Settings())


def answers_alike_in_every_form(predictor: Predictor, name: str) -> Any:
    """Assert that rows, records and joined calls get the same answers, and return them."""
    found = predictor.answer({"instances": ROWS})["predictions"]
    assert [len(row) for row in found] == [3, 3]
    records = predictor.answer({"data": {"req_data": [{name: row} for row in ROWS]}})["data"]["resp_data"]
    assert [next(iter(record.values())) for record in records] == found
    joined = predictor.answer_all([predictor.prepare({"instances": [row]}) for row in ROWS])
    assert [answer["predictions"][0] for answer in joined] == [pytest.approx(row, abs=1e-6) for row in found]
    return found


class TestPyTorch:
    @pytest.fixture
    def module(self) -> Any:
        torch = pytest.importorskip("torch")
        return torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Softmax(-1)).eval()

    def test_a_scripted_module_is_served(self, tmp_path: Path, module: Any) -> None:
        import torch  # noqa: PLC0415 - few environments have it

        torch.jit.script(module).save(tmp_path / "net.pt")

        answers_alike_in_every_form(load(tmp_path), "input")

    def test_an_exported_program_is_served(self, tmp_path: Path, module: Any) -> None:
        import torch  # noqa: PLC0415 - few environments have it

        shapes = ({0: torch.export.Dim("rows")},)
        torch.export.save(torch.export.export(module, (torch.zeros(2, 4),), dynamic_shapes=shapes), tmp_path / "net.pt2")

        answers_alike_in_every_form(load(tmp_path), "input")

    def test_weights_alone_are_explained(self, tmp_path: Path, module: Any) -> None:
        import torch  # noqa: PLC0415 - few environments have it

        torch.save(module.state_dict(), tmp_path / "net.pth")

        with pytest.raises(PackageProblem, match=r"net\.pth: is no TorchScript file.*customize_service"):
            load(tmp_path)

    def test_the_base_class_loads_a_scripted_module(self, tmp_path: Path, module: Any) -> None:
        import torch  # noqa: PLC0415 - few environments have it

        torch.jit.script(module).save(tmp_path / "net.pt")

        output = PTServingBaseService("net", str(tmp_path / "net.pt")).inference(torch.tensor(ROWS))

        assert output.tolist() == module(torch.tensor(ROWS)).tolist()


class TestTensorFlow:
    @pytest.fixture
    def network(self) -> Any:
        tf = pytest.importorskip("tensorflow")
        layers = [tf.keras.layers.Input((4,), name="features"), tf.keras.layers.Dense(3, activation="softmax")]
        return tf.keras.Sequential(layers)

    @pytest.mark.parametrize("ending", ["keras", "h5"])
    def test_a_keras_file_is_served(self, tmp_path: Path, network: Any, ending: str) -> None:
        network.save(tmp_path / f"net.{ending}")

        predictor = load(tmp_path)

        answers_alike_in_every_form(predictor, "features")
        with pytest.raises(BadInput, match=r"shape \[1, 2\]; the model takes \[-1, 4\]"):
            predictor.answer({"instances": [[1, 2]]})

    def test_a_saved_model_is_served_with_and_without_code(self, tmp_path: Path, network: Any) -> None:
        network.export(tmp_path / "model")
        predictor = load(tmp_path)

        found = answers_alike_in_every_form(predictor, "features")

        by_code = TfServingBaseService("net", str(tmp_path / "model")).inference({"features": ROWS})
        assert next(iter(by_code.values())) == [pytest.approx(row, abs=1e-6) for row in found]
