"""What job scripts call an engine."""

import pytest

from modelyard.images.rules.engines import EngineEntry, family_of, find_engine

TORCH = EngineEntry("pytorch_2.13.0-cpu-py_3.11-debian_12-x86_64", "PyTorch", "2.13.0", "pytorch")
CUDA = EngineEntry("pytorch_2.13.0-cuda_13.0-py_3.11-debian_12-x86_64", "PyTorch", "2.13.0", "pytorch")
ASCEND = EngineEntry("pytorch_2.6.0-cann_8.2-py_3.11-debian_12-x86_64-snt9b", "PyTorch", "2.6.0", "pytorch", is_ascend=True)
SKLEARN = EngineEntry("sklearn_1.7.2-cpu-py_3.11-debian_12-x86_64", "Scikit_Learn", "1.7.2", "sklearn")
ALL = [ASCEND, CUDA, TORCH, SKLEARN]


class TestFindEngine:
    @pytest.mark.parametrize(
        ("name", "version", "found"),
        [
            ("PyTorch", TORCH.id, TORCH),
            ("", TORCH.id, TORCH),
            ("PyTorch", TORCH.id.upper(), TORCH),
            ("PyTorch", "pytorch_2.13.0-cpu", TORCH),
            ("PyTorch", "pytorch_2.13.0-cuda_13.0", CUDA),
            ("PyTorch", "2.13.0", TORCH),
            ("PyTorch", "PyTorch-2.13.0-python3.11", TORCH),
            ("", "PyTorch-2.13.0", TORCH),
            ("pytorch", "", TORCH),
            ("Scikit-Learn", "", SKLEARN),
            ("XGBoost-Sklearn", "1.7.2", SKLEARN),
            ("", "sklearn", SKLEARN),
            ("Ascend-Powered-Engine", "", ASCEND),
            ("Ascend-Powered-Engine", ASCEND.id, ASCEND),
            ("Ascend-Powered-Engine", TORCH.id, None),
            ("PyTorch", SKLEARN.id, None),
            ("PyTorch", "PyTorch-1.4.0-python3.6", None),
            ("PyTorch", "PyTorch-2.13.0-python3.6", None),
            ("TF", "TF-1.13.1-python3.6", None),
            ("TensorFlow", "", None),
            ("", "2.13.0", None),
            ("", "", None),
            ("Caffe", "caffe-1.0.0-python2.7", None),
        ],
    )
    def test_a_name_and_a_version_mean_an_engine_or_none(self, name: str, version: str, found: EngineEntry | None) -> None:
        assert find_engine(ALL, name, version) == found

    def test_an_old_version_means_what_the_site_says(self) -> None:
        aliases = {"pytorch-1.4.0-python3.6": "pytorch_2.13.0-cpu", "TF": "tensorflow"}

        assert find_engine(ALL, "PyTorch", "PyTorch-1.4.0-python3.6", aliases=aliases) == TORCH
        assert find_engine(ALL, "PyTorch", "PyTorch-1.5.0-python3.6", aliases=aliases) is None

    def test_an_old_version_may_mean_an_engine_of_another_name(self) -> None:
        aliases = {"TF-1.15-python3.7-aarch64": "pytorch"}

        assert find_engine(ALL, "Ascend-Powered-Engine", "TF-1.15-python3.7-aarch64", aliases=aliases) == TORCH

    def test_a_name_without_a_version_can_have_an_alias(self) -> None:
        assert find_engine(ALL, "Scikit_Learn", "", aliases={"scikit_learn": SKLEARN.id}) == SKLEARN


class TestFamilyOf:
    def test_an_unknown_name_is_a_family_of_its_own(self) -> None:
        assert family_of("Ray 2.x") == "rayx"
