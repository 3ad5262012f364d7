"""Packages made by hand, friendly and hostile, in a directory that stands for a package index."""

import hashlib
import io
import json
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from modelyard.images.rules.sources import PackageSources

# A build backend within the package: it needs nothing of an index, and does what it likes when it is asked for a wheel.
_BACKEND = """
import json, os, sys, zipfile
from pathlib import Path

def _report():
    found = {{}}
    for name, place in {looks!r}.items():
        try:
            path = Path(place)
            found[name] = sorted(os.listdir(path)) if path.is_dir() else path.read_text()[:200]
        except OSError as error:
            found[name] = type(error).__name__
    found["env"] = dict(os.environ)
    found["processes"] = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    return found

def build_wheel(directory, config_settings=None, metadata_directory=None):
    {before}
    name = "{name}-1.0-py3-none-any.whl"
    info = "{name}-1.0.dist-info"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        wheel.writestr("{name}.json", json.dumps(_report()))
        wheel.writestr("{name}.py", {module!r})
        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n")
        wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "/RECORD", "")
    return name
"""


@dataclass(frozen=True)
class Package:
    """A package of the index: the line of a lock that names it."""

    name: str
    lock: str


class PackageIndex:
    """A directory with package files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "simple").mkdir(parents=True)

    @property
    def sources(self) -> PackageSources:
        return PackageSources(index_url=(self.folder / "simple").as_uri(), find_links=(str(self.folder),))

    def add_wheel(self, name: str, module: str = "") -> Package:
        """Add a wheel with one module; the same one has the same hash."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as wheel:
            info = f"{name}-1.0.dist-info"
            wheel.writestr(zipfile.ZipInfo(f"{name}.py"), module)
            wheel.writestr(zipfile.ZipInfo(f"{info}/METADATA"), f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            wheel.writestr(
                zipfile.ZipInfo(f"{info}/WHEEL"), "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "")
        return self._add(name, f"{name}-1.0-py3-none-any.whl", content.getvalue())

    def add_source(self, name: str, *, looks: dict[str, str] | None = None, before: str = "pass", module: str = "") -> Package:
        """Add a package that is built from source.

        looks: places that its build tries to see, by name; `<name>.json` in the environment tells what it saw.
        before: a statement that the build executes.
        """
        content = io.BytesIO()
        backend = _BACKEND.format(looks=looks or {}, before=before, name=name, module=module)
        project = (
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            f'[project]\nname = "{name}"\nversion = "1.0"\n'
        )
        with tarfile.open(fileobj=content, mode="w:gz") as archive:
            for file, text in {
                "backend.py": backend,
                "pyproject.toml": project,
                "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            }.items():
                entry = tarfile.TarInfo(f"{name}-1.0/{file}")
                entry.size = len(text.encode())
                archive.addfile(entry, io.BytesIO(text.encode()))
        return self._add(name, f"{name}-1.0.tar.gz", content.getvalue())

    def _add(self, name: str, file: str, content: bytes) -> Package:
        (self.folder / file).write_bytes(content)
        return Package(name, f"{name}==1.0 --hash=sha256:{hashlib.sha256(content).hexdigest()}\n")


def seen_by(directory: str, name: str) -> dict[str, object]:
    """Return what the build of a hostile package saw."""
    found = next(Path(directory).glob(f"lib/python*/site-packages/{name}.json"))
    report: dict[str, object] = json.loads(found.read_text())
    return report
