"""The examples of jobs, run as a job would run them, in the environments that jobs use."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from modelyard.images.types import RuntimeImage
from modelyard.server.testing import free_port

EXAMPLES = Path(__file__).parents[2] / "examples" / "training"
DIGITS = "import numpy as np, sys; from sklearn.datasets import load_digits; x, y = load_digits(return_X_y=True); "
DIGITS += "np.savez(sys.argv[1], images=(x / 16).astype('float32'), labels=y)"

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


class TestSklearnDigits:
    def test_it_leaves_a_model_and_its_accuracy(self, built_image: Callable[[str], RuntimeImage], tmp_path: Path) -> None:
        python = f"{built_image('sklearn').location}/bin/python"
        said = run(python, EXAMPLES / "sklearn-digits/train.py", f"--train_url={tmp_path}", "--epochs=4", "--unknown=1")

        assert said.count("epoch ") == 4
        assert json.loads((tmp_path / "metrics.json").read_text())["accuracy"] > 0.9
        assert sorted(file.name for file in tmp_path.iterdir()) == ["digits.npz", "metrics.json", "model", "samples.json"]
        assert sorted(file.name for file in (tmp_path / "model").iterdir()) == ["config.json", "model.joblib"]
        samples = json.loads((tmp_path / "samples.json").read_text())
        assert len(samples["instances"]) == len(samples["labels"]) > 100


class TestPyTorchDDP:
    @pytest.fixture
    def python(self, built_image: Callable[[str], RuntimeImage]) -> str:
        return f"{built_image('pytorch').location}/bin/python"

    @pytest.fixture
    def data(self, python: str, tmp_path: Path) -> Path:
        folder = tmp_path / "data"
        folder.mkdir()
        run(python, "-c", DIGITS, str(folder / "digits.npz"))
        return folder

    def train(self, python: str, data: Path, out: Path, *, epochs: int, size: int) -> list[str]:
        """Run all ranks; returns what each said."""
        common = {"WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "OMP_NUM_THREADS": "1"}
        command = [python, str(EXAMPLES / "pytorch-ddp/train.py"), f"--data_url={data}", f"--epochs={epochs}"]
        ranks = [
            subprocess.Popen(
                # Only rank 0 writes: the others have outputs of their own, as in a job.
                [*command, f"--train_url={out if rank == 0 else out.with_name(f'{out.name}-{rank}')}"],
                env={**os.environ, **common, "RANK": str(rank), "LOCAL_RANK": "0"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for rank in range(size)
        ]
        said = [process.communicate(timeout=120)[0] for process in ranks]
        assert [process.returncode for process in ranks] == [0] * size, said
        return said

    def test_two_processes_learn_together(self, python: str, data: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        first, second = self.train(python, data, out, epochs=4, size=2)

        assert "2 processes on cpu" in first
        assert "epoch" not in second
        assert json.loads((out / "metrics.json").read_text())["accuracy"] > 0.85
        assert sorted(file.name for file in out.iterdir()) == ["last.pt", "metrics.json", "model.pt"]
        assert list((tmp_path / "out-1").iterdir()) == []

    def test_it_goes_on_where_it_ended(self, python: str, data: Path, tmp_path: Path) -> None:
        self.train(python, data, tmp_path / "out", epochs=2, size=2)
        said, _ = self.train(python, data, tmp_path / "out", epochs=3, size=2)

        assert "beginning after epoch 2" in said
        assert said.count("epoch 3/3") == 1
        assert "epoch 2/3" not in said

    def test_one_process_is_enough(self, python: str, data: Path, tmp_path: Path) -> None:
        (said,) = self.train(python, data, tmp_path / "out", epochs=1, size=1)
        assert "1 processes" in said


def run(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
