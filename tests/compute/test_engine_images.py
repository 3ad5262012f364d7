"""The local engine: what a task finds of its image, and what it can add to it."""

import sys
import zipfile
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse, make_image
from modelyard.compute.adapters.local import PackageAccess
from modelyard.compute.types import CodeCopy, Command

LAYOUT = ("/home/ma-user/modelarts/inputs", "/home/ma-user/modelarts/outputs", "/home/ma-user/modelarts/log", "/cache", "/tmp")


@pytest.fixture(scope="module")
def furnished_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image with a package in it, and a program that uses the interpreter of the image."""
    image = make_image(tmp_path_factory.mktemp("furnished") / "image")
    packages = image / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    (packages / "furniture.py").write_text("COLOUR = 'brown'\n")
    facts = packages / "furniture-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: furniture\nVersion: 1.0\n")
    (facts / "RECORD").write_text("furniture.py,,\n")
    (facts / "INSTALLER").write_text("pip\n")
    program = image / "bin" / "launcher"
    program.write_text("#!/opt/modelyard/image/bin/python\nimport furniture\nprint('launched', furniture.COLOUR)\n")
    program.chmod(0o755)
    return image


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A directory with a newer version of that package."""
    folder = tmp_path / "wheels"
    folder.mkdir(mode=0o755)
    with zipfile.ZipFile(folder / "furniture-2.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("furniture.py", "COLOUR = 'green'\n")
        wheel.writestr("furniture-2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: furniture\nVersion: 2.0\n")
        wheel.writestr(
            "furniture-2.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("furniture-2.0.dist-info/RECORD", "furniture.py,,\n")
    return folder


class TestImages:
    async def test_the_layout_is_there_and_belongs_to_the_user_of_the_task(self, house: EngineHouse) -> None:
        _, log = await house.run(
            "import os, pwd, socket\n"
            "print(pwd.getpwuid(os.getuid()), os.path.expanduser('~'), os.getcwd(), socket.gethostname())\n"
            f"for place in {LAYOUT!r}: open(place + '/probe', 'w').write('x')\nopen('/dev/shm/probe', 'w')\nprint('written')",
            domain="modelarts-job-1",
        )

        assert "pw_name='ma-user'" in log
        assert "/home/ma-user /home/ma-user modelarts-job-1-worker-0" in log
        assert "written" in log

    async def test_other_tasks_are_known_by_name(self, house: EngineHouse) -> None:
        _, log = await house.run(
            "import socket\nprint(socket.gethostbyname('worker-1'), socket.gethostbyname('job-1-worker-1.job-1'))\n"
            "print(open('/etc/volcano/worker.host').read().split())",
            peers={"worker-0": "127.64.0.7", "worker-1": "127.64.0.8"},
            domain="job-1",
        )

        assert "127.64.0.8 127.64.0.8" in log
        assert "['job-1-worker-0.job-1', 'job-1-worker-1.job-1']" in log

    async def test_its_packages_and_programs_are_found(self, tmp_path: Path, furnished_image: Path) -> None:
        house = EngineHouse(tmp_path, furnished_image)

        _, log = await house.run(
            "import furniture, subprocess, sys\nprint(furniture.COLOUR, furniture.__file__, flush=True)\n"
            "subprocess.run(['launcher'])"
        )

        assert "brown /opt/modelyard/image/" in log
        assert "launched brown" in log

    async def test_what_a_task_installs_is_its_own_and_is_seen_by_programs_of_the_image(
        self, tmp_path: Path, furnished_image: Path, wheels: Path
    ) -> None:
        house = EngineHouse(tmp_path / "home", furnished_image)
        packages = {"PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
        house.use_packages(PackageAccess({**packages, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}, (str(wheels),)))

        end, log = await house.run(
            "import furniture, subprocess\nprint(furniture.COLOUR, flush=True)\nsubprocess.run(['launcher'])",
            setup=(Command(("pip", "install", "furniture==2.0"), "requirements.txt"),),
        )

        assert end.succeeded, log
        assert "green\nlaunched green\n" in log
        assert "Not uninstalling furniture" in log
        assert list(furnished_image.rglob("furniture-2.0*")) == []

    async def test_code_is_copied_and_may_be_changed_there(self, house: EngineHouse, tmp_path: Path) -> None:
        snapshot = tmp_path / "code" / "snapshot"
        (snapshot / "lib").mkdir(parents=True)
        (snapshot / "train.py").write_text("import lib.x\nopen('lib/x.py', 'a').write('#')\nprint('trained')")
        (snapshot / "lib" / "x.py").write_text("")
        (snapshot / "run.sh").write_text("#!/bin/sh\n")
        (snapshot / "run.sh").chmod(0o755)
        (snapshot / "escape").symlink_to("/etc/shadow")
        target = "/home/ma-user/modelarts/user-job-dir/code"

        end, log = await house.run(
            "python", "train.py", code=(CodeCopy(str(snapshot), target),), working_dir=target, resources=None
        )

        assert end.succeeded, log
        assert "trained" in log
        assert (snapshot / "lib" / "x.py").read_text() == ""
