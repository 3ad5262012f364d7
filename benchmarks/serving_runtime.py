"""Real-time predictions without the gateway: our model server beside four others, each with the same model of digits.

One row of 64 numbers a request, answered by its class. Every server is asked by the same load generator (load.py) on this
machine, at 1, 16 and 64 connections; ours over its unix socket, the others over TCP, as they are. Each of the others is
installed into a throw-away environment from the package index, in the configuration of its first pages, with one worker
and without batching unless that is how it comes; what cannot be installed is left out, with the reason.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from uv import find_uv_bin

HERE = Path(__file__).parent
SDK = HERE.parent / "sdk" / "src"
COMMON = ("numpy", "scikit-learn", "joblib")
OURS = ("uvicorn", "httptools", "uvloop", "orjson", "websockets")
CONNECTIONS = (1, 16, 64)
LOG = "server.log"

MAKE_MODEL = """
import json, pickle, sys
from pathlib import Path
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

folder = Path(sys.argv[1])
rows, labels = load_digits(return_X_y=True)
(folder / "model").mkdir()
(folder / "model" / "model.pkl").write_bytes(pickle.dumps(LogisticRegression(max_iter=2000).fit(rows, labels)))
(folder / "row.json").write_text(json.dumps(rows[0].tolist()))
"""

LITSERVE = """
import pickle, sys
import litserve as ls

class Digits(ls.LitAPI):
    def setup(self, device):
        self.model = pickle.load(open(sys.argv[1], "rb"))
    def decode_request(self, request):
        return request["instances"]
    def predict(self, rows):
        return self.model.predict(rows).tolist()
    def encode_response(self, output):
        return {"predictions": output}

if __name__ == "__main__":
    ls.LitServer(Digits(), accelerator="cpu").run(port=int(sys.argv[2]), generate_client_file=False)
"""

BENTOML = """
import os, pickle
import bentoml

@bentoml.service(workers=1)
class Digits:
    def __init__(self):
        self.model = pickle.load(open(os.environ["MODEL"], "rb"))

    @bentoml.api
    def predict(self, instances: list[list[float]]) -> dict:
        return {"predictions": self.model.predict(instances).tolist()}
"""

RAY = """
import pickle, sys, time
from ray import serve

if __name__ == "__main__":
    model = pickle.load(open(sys.argv[1], "rb"))

    # By default a replica takes five requests at a time and turns the others away to be tried again later.
    @serve.deployment(max_ongoing_requests=100)
    class Served:
        async def __call__(self, request):
            return {"predictions": model.predict((await request.json())["instances"]).tolist()}

    serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[2])})
    serve.run(Served.bind())
    while True:
        time.sleep(1)
"""


@dataclass(frozen=True)
class Other:
    """A server to compare with. In the command {python}, {bin}, {model}, {folder} and {port} are filled in."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    file: tuple[str, str] = ("", "")
    path: str = "/"
    is_v2: bool = False


@dataclass(frozen=True)
class Target:
    """What the load generator asks: `unix:PATH` or `HOST:PORT`, a path, and the file with the body."""

    address: str
    path: str
    body: Path
    headers: tuple[tuple[str, str], ...] = ()


OTHERS = (
    Other("LitServe", ("litserve",), ("{python}", "{folder}/lit.py", "{model}", "{port}"), ("lit.py", LITSERVE), "/predict"),
    Other(
        "MLServer",
        ("mlserver", "mlserver-sklearn"),
        ("{bin}/mlserver", "start", "{folder}"),
        path="/v2/models/digits/infer",
        is_v2=True,
    ),
    Other(
        "BentoML",
        ("bentoml",),
        ("{bin}/bentoml", "serve", "bento:Digits", "--port", "{port}"),
        ("bento.py", BENTOML),
        "/predict",
    ),
    Other("Ray Serve", ("ray[serve]",), ("{python}", "{folder}/ray_digits.py", "{model}", "{port}"), ("ray_digits.py", RAY)),
)


def main(*, quick: bool) -> None:
    """Print requests a second, latencies, memory and the time to the first answer of each server."""
    seconds = 2 if quick else 15
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as folder:
        place = Path(folder)
        python = environment(place / "ours-env", (*COMMON, *OURS))
        subprocess.run([python, "-c", MAKE_MODEL, folder], check=True)
        row = json.loads((place / "row.json").read_text())
        plain, v2 = bodies(place, row)
        print("server, then at each number of connections: requests/s, p50 ms, p99 ms")
        ours(place, python, plain, v2, seconds)
        for other in OTHERS[:1] if quick else OTHERS:
            try:
                compare(other, place, v2 if other.is_v2 else plain, seconds)
            except (subprocess.SubprocessError, TimeoutError, OSError) as error:  # noqa: PERF203 - each may be left out
                print(f"{other.name:24} left out: {why(error)}")


def bodies(place: Path, row: list[float]) -> tuple[Path, Path]:
    """Write a request about one row in the plain form and in that of version 2 of the protocol."""
    plain, v2 = place / "plain.json", place / "v2.json"
    plain.write_text(json.dumps({"instances": [row]}))
    v2.write_text(json.dumps({"inputs": [{"name": "input", "shape": [1, 64], "datatype": "FP64", "data": row}]}))
    return plain, v2


def why(error: Exception) -> str:
    """Return in one line why something could not be measured."""
    said = str(getattr(error, "stderr", None) or error).strip().splitlines()
    return said[-1] if said else type(error).__name__


def ours(place: Path, python: str, plain: Path, v2: Path, seconds: float) -> None:
    """Measure our server, by its own form, by version 2 of the protocol, and without batches."""
    where = str(place / "socket")
    argv = [python, "-m", "model_service", "serve", "--package", str(place), "--socket", where]
    for name, body, path, settings in (
        ("Modelyard", plain, "/", {}),
        ("Modelyard, protocol v2", v2, "/v2/models/model/infer", {}),
        ("Modelyard, no batches", plain, "/", {"MODEL_SERVICE_BATCH_SIZE": "1"}),
    ):
        with running(argv, {"PYTHONPATH": str(SDK), **settings}) as process:
            report(name, process, Target(f"unix:{where}", path, body), seconds)


def compare(other: Other, place: Path, body: Path, seconds: float) -> None:
    """Install, start and measure one of the others."""
    with started(other, place, body) as (process, target):
        report(other.name, process, target, seconds)


@contextlib.contextmanager
def started(other: Other, place: Path, body: Path) -> Iterator[tuple[subprocess.Popen[bytes], Target]]:
    """Install and start one of the others; when that fails, what it said last is added to the error."""
    folder = place / other.packages[0].split("[", maxsplit=1)[0]
    folder.mkdir()
    python = environment(folder / "env", (*COMMON, *other.packages))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    model = place / "model" / "model.pkl"
    if other.file[0]:
        (folder / other.file[0]).write_text(other.file[1])
    if other.is_v2:
        settings = {
            "host": "127.0.0.1",
            "http_port": port,
            "grpc_port": port + 1,
            "metrics_port": port + 2,
            "parallel_workers": 0,
        }
        (folder / "settings.json").write_text(json.dumps({**settings, "debug": False}))
        implementation = "mlserver_sklearn.SKLearnModel"
        about = {"name": "digits", "implementation": implementation, "parameters": {"uri": str(model)}}
        (folder / "model-settings.json").write_text(json.dumps(about))
    filled = {"python": python, "bin": str(Path(python).parent), "model": str(model), "folder": str(folder), "port": str(port)}
    argv = [part.format(**filled) for part in other.command]
    path = f"{Path(python).parent}:{os.environ['PATH']}"
    try:
        with running(argv, {"MODEL": str(model), "PATH": path, "HOME": str(folder)}, cwd=folder) as process:
            yield process, Target(f"127.0.0.1:{port}", other.path, body)
    except (OSError, TimeoutError) as error:
        said = (folder / LOG).read_text(errors="replace").strip().splitlines()[-1:]
        raise OSError(f"{error}; it said last: {' '.join(said) or 'nothing'}") from error


def environment(folder: Path, packages: tuple[str, ...]) -> str:
    """Make a virtual environment with packages and return its interpreter."""
    uv = find_uv_bin()
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    python = str(folder / "bin" / "python")
    argv = [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode", *packages]
    subprocess.run(argv, check=True, capture_output=True, text=True, timeout=900)
    return python


@contextlib.contextmanager
def running(argv: list[str], variables: dict[str, str], cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server for the time of a block, and end all of its processes. What it says goes into a file in `cwd`."""
    everything = {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", **variables}
    with (Path(os.devnull) if cwd is None else cwd / LOG).open("wb") as log:
        process = subprocess.Popen(argv, env=everything, cwd=cwd, start_new_session=True, stdout=log, stderr=log)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def report(name: str, process: subprocess.Popen[bytes], target: Target, seconds: float) -> None:
    """Wait for the first good answer, measure, and print one line."""
    first = first_answer(process, target)
    line = f"{name:24}"
    for connections in CONNECTIONS:
        found = ask(target, connections=connections, seconds=seconds, warm_up=min(2, seconds))
        if set(found["statuses"]) != {"200"}:
            raise OSError(f"answers were {found['statuses']}")
        line += f" | {found['requests_per_second']:8,.0f} {found['p50']:7.2f} {found['p99']:7.2f}"
    print(f"{line} | PSS {memory(process.pid):4.0f} MiB | first answer {first:4.1f} s")


def first_answer(process: subprocess.Popen[bytes], target: Target) -> float:
    """Wait for the first good answer, and return how many seconds that took. Raises OSError, TimeoutError."""
    began = time.monotonic()
    answer: dict[str, Any] = {}
    while "200" not in answer.get("statuses", {}):
        if process.poll() is not None:
            raise OSError(f"the server ended with {process.returncode}")
        if time.monotonic() - began > 300:
            raise TimeoutError(f"no good answer within 300 seconds, but {answer.get('statuses', 'nobody listens')}")
        time.sleep(0.1)
        answer = ask(target, connections=1, seconds=0.01, warm_up=0)
    return time.monotonic() - began


def ask(target: Target, *, connections: int, seconds: float, warm_up: float) -> dict[str, Any]:
    """Run the load generator in a process of its own; empty when nobody listens."""
    argv = [
        sys.executable,
        str(HERE / "load.py"),
        target.address,
        target.path,
        str(target.body),
        "--connections",
        str(connections),
    ]
    argv += ["--seconds", str(seconds), "--warm-up", str(warm_up)]
    argv += [part for name, value in target.headers for part in ("--header", f"{name}: {value}")]
    done = subprocess.run(argv, check=False, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    return found


def memory(pid: int) -> float:
    """Return the proportional memory of a process and its children in MiB."""
    top = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in (top, *top.children(recursive=True))) / 2**20
