"""The supervisor writes words as text, because it imports nothing; they are those of the enumerations."""

import re
import subprocess
import sys
from pathlib import Path

import modelyard.compute.supervisor
from modelyard.compute.supervisor.records import make_end
from modelyard.compute.types import EndedBy, Sample, Step, StepStatus, TaskEnd

FOLDER = Path(modelyard.compute.supervisor.__file__).parent
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.py"))


class TestWords:
    def test_reasons_for_an_end_are_known(self) -> None:
        used = set(re.findall(r'(?:Ended|make_end|_end|\.end)\(\s*"(\w+)"', SOURCE)) | {"upload", "itself", "health"}

        assert used <= set(EndedBy), used
        assert {"setup", "memory", "disk"} <= used

    def test_steps_and_their_states_are_known(self) -> None:
        used = set(re.findall(r'(?:self|task)\.note\("(\w+)", "(\w+)"', SOURCE))
        steps = set(re.findall(r'\.step\("(\w+)"', SOURCE))

        assert {step for step, _ in used} | steps == set(Step)
        assert {status for _, status in used} <= set(StepStatus)

    def test_an_end_record_has_the_fields_of_its_type(self) -> None:
        assert set(make_end("itself", "")) == set(TaskEnd.__dataclass_fields__)

    def test_a_sample_has_the_fields_of_its_type(self) -> None:
        assert all(f'"{name}"' in SOURCE for name in Sample.__dataclass_fields__)


class TestImports:
    def test_the_standard_library_is_enough(self) -> None:
        """Without site-packages every module of the supervisor can be imported."""
        names = [f"modelyard.compute.supervisor.{file.stem}" for file in FOLDER.glob("*.py") if file.stem != "__init__"]
        code = f"import sys; sys.path.insert(0, {str(FOLDER.parents[2])!r})\n" + "".join(f"import {name}\n" for name in names)

        subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)

    def test_slow_modules_are_not_among_those_that_every_start_waits_for(self) -> None:
        code = f"import sys; sys.path.insert(0, {str(FOLDER.parents[2])!r})\nimport modelyard.compute.supervisor.task\n"
        code += "print(sorted(sys.modules))"

        loaded = subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, capture_output=True, text=True).stdout

        for name in ("asyncio", "dataclasses", "pathlib", "subprocess", "http.client", "ssl", "shutil", "logging", "inspect"):
            assert f"'{name}'" not in loaded, name
