"""Names of images and references of registries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.images.rules.names import ImageName, choose, near, read_name
from modelyard.images.rules.references import Reference, read_reference
from modelyard.images.types import Accelerator

CPU = ImageName("pytorch", "2.13.0", Accelerator.CPU, "3.11", "debian", "12", "x86_64")
CUDA = ImageName("pytorch", "2.13.0", Accelerator.CUDA, "3.11", "debian", "12", "x86_64", toolkit="13.0")
ASCEND = ImageName("pytorch", "2.1.0", Accelerator.CANN, "3.9", "hce", "2.0.2312", "aarch64", toolkit="8.0.rc1", chip="snt9c")
ALL = [CPU, CUDA, ASCEND]


class TestReadName:
    @pytest.mark.parametrize("name", ALL)
    def test_what_is_written_is_read(self, name: ImageName) -> None:
        assert read_name(str(name)) == name

    def test_a_published_name_is_understood(self) -> None:
        assert read_name("pytorch_2.1.0-cann_8.0.rc1-py_3.9-hce_2.0.2312-aarch64-snt9c") == ASCEND

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "pytorch",
            "pytorch_2.13.0-cpu_1-py_3.11-debian_12-x86_64",  # a CPU has no toolkit
            "pytorch_2.13.0-cuda-py_3.11-debian_12-x86_64",  # and CUDA has one
            "pytorch_2.13.0-tpu-py_3.11-debian_12-x86_64",
            "pytorch_2.13.0-cpu-py_3.11-debian_12-riscv64",
            "PyTorch_2.13.0-cpu-py_3.11-debian_12-x86_64",
            "pytorch_2.13.0-cpu-py_3.11-debian_12-x86_64\n",
            "pytorch_2.13.0-cpu-py_3.11-debian_12-x86_64/../../etc",
            "a" * 200,
        ],
    )
    def test_anything_else_is_no_name(self, text: str) -> None:
        assert read_name(text) is None

    @given(st.text(max_size=300))
    def test_no_text_is_too_strange(self, text: str) -> None:
        found = read_name(text)
        assert found is None or str(found) == text


class TestChoose:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (str(CPU), CPU),
            (str(CPU).upper(), CPU),
            ("pytorch", CPU),
            ("pytorch_2.13.0-cuda_13.0", CUDA),
            ("pytorch_2.13.0", None),
            ("", None),
        ],
    )
    def test_a_name_its_begin_or_the_engine_is_enough(self, asked: str, found: ImageName | None) -> None:
        assert choose(asked, ALL) == found

    def test_two_that_fit_are_none(self) -> None:
        assert choose("pytorch", [CPU, CPU]) is None


class TestNear:
    def test_the_most_alike_comes_first(self) -> None:
        assert near("Pytroch", ["sklearn", "PyTorch", "tensorflow"])[0] == "PyTorch"

    def test_when_nothing_is_alike_all_are_shown(self) -> None:
        assert near("zzz", ["sklearn", "pytorch"]) == ["pytorch", "sklearn"]


class TestReadReference:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("team/a:1", Reference("hub.example", "team", "a", "1")),
            ("registry.example.com:5000/team/sub/a:1.0", Reference("registry.example.com:5000", "team/sub", "a", "1.0")),
            ("localhost/team/a:1", Reference("localhost", "team", "a", "1")),
            (f"team/a@sha256:{'0' * 64}", Reference("hub.example", "team", "a", "", f"sha256:{'0' * 64}")),
            ("Registry.Example/team/a:1", Reference("registry.example", "team", "a", "1")),
        ],
    )
    def test_the_registry_may_be_left_out(self, text: str, found: Reference) -> None:
        assert read_reference(text, registry="hub.example") == found

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a:1",  # no organization
            "team/a",  # neither tag nor digest
            "team/A:1",
            "team/../a:1",
            "team/a:1 --privileged",
            "team/a:1\n",
            "team/$(id):1",
            "-v/a:1",
            "bad..host/team/a:1",
            "host:port/team/a:1",
            "team//a:1",
            "x" * 3000,
        ],
    )
    def test_anything_else_is_no_reference(self, text: str) -> None:
        assert read_reference(text, registry="hub.example") is None

    @given(st.text(alphabet="ab/:.-_@A1", max_size=40))
    def test_what_is_read_reads_the_same_again(self, text: str) -> None:
        found = read_reference(text, registry="hub.example")
        assert found is None or read_reference(str(found), registry="other.example") == found

    def test_the_short_form_has_no_registry(self) -> None:
        assert Reference("hub.example", "team", "a", "1").short == "team/a:1"
