"""Batch services on a running platform: files, a manifest and tables; a stop in the middle, and a start that goes on."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from e2e.services import WITHIN_SECONDS, Services, entry
from modelyard.images.testing import shared_directory
from modelyard.server.testing import ThrowawayPlatform

# The environments that all tests of a machine share.
IMAGES = {"MODELYARD_IMAGES__DIRECTORY": str(shared_directory()), "MODELYARD_IMAGES__UNUSED_DAYS": "0"}

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

_CONFIG = {
    "model_algorithm": "sizes",
    "model_type": "Scikit_Learn",
    "apis": [
        {
            "url": "/",
            "method": "post",
            "request": {
                "Content-type": "multipart/form-data",
                "data": {"type": "object", "properties": {"images": {"type": "file"}}},
            },
            "response": {"Content-type": "application/json", "data": {"type": "object", "properties": {}}},
        }
    ],
}
_CODE = """
import time
from model_service.python_model_service import XgSklServingBaseService


class Sizes(XgSklServingBaseService):
    def _preprocess(self, data):
        return data

    def _inference(self, data):
        if "rows" in data:
            return {"sum": sum(row["x"] for row in data["rows"])}
        (files,) = data.values()
        (content,) = [stream.read() for stream in files.values()]
        time.sleep(0.2 if content == b"slow" else 0)
        return {"bytes": len(content)}

    def _postprocess(self, data):
        return data
"""
# Knows nothing of the platform: a server on a port, which the other worker's listens on, too.
_SERVER = """
import http.server, json, os, socket


class Sizes(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"status": "well"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        content = body.split(b"\\r\\n\\r\\n", 1)[1].rsplit(b"\\r\\n--", 1)[0]
        with socket.socket() as other:
            is_shut = other.connect_ex(("127.0.0.1", int(os.environ["STORAGE_PORT"]))) != 0
        self.answer({"bytes": len(content), "is_shut": is_shut})

    def answer(self, found):
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer(("0.0.0.0", 8080), Sizes).serve_forever()
"""
_RULE = {
    "type": "object",
    "properties": {
        "rows": {"type": "array", "items": [{"type": "object", "properties": {"x": {"type": "number", "index": 0}}}]}
    },
}


class Batches:
    """Batch services of one model, with a bucket for what they read and write."""

    def __init__(self, services: Services) -> None:
        self.services, self.store, self.bucket = services, services.jobs.store, services.jobs.bucket
        self.put("sizes/model/config.json", json.dumps(_CONFIG).encode())
        self.put("sizes/model/customize_service.py", _CODE.encode())
        self.model_id = self.publish("sizes", model_type="Scikit_Learn")

    def publish(self, name: str, **values: Any) -> str:
        """Register a model whose package is in the folder of its name, and return its id once it is ready."""
        body = {"model_name": name, "model_version": "1.0.0", "source_location": f"obs://{self.bucket}/{name}/", **values}
        model_id: str = self.services.call("POST", "models", body)["model_id"]
        late = time.monotonic() + WITHIN_SECONDS
        while (shown := self.services.call("GET", f"models/{model_id}"))["model_status"] == "publishing":
            assert time.monotonic() < late, shown
            time.sleep(0.2)
        assert shown["model_status"] == "published", shown
        return model_id

    def put(self, key: str, content: bytes) -> str:
        self.store.put_object(Bucket=self.bucket, Key=key, Body=content)
        return f"obs://{self.bucket}/{key}"

    def deploy(self, name: str, source: str, **changes: Any) -> str:
        """Deploy a service that sends files from a place, unless told."""
        places = {"src_path": source, "dest_path": f"obs://{self.bucket}/out/{name}/", "req_uri": "/", "mapping_type": "file"}
        body = {
            "service_name": name,
            "infer_type": "batch",
            "config": [entry(**{"model_id": self.model_id, **places, **changes})],
        }
        service_id: str = self.services.call("POST", "services", body)["service_id"]
        return service_id

    def results(self, name: str) -> dict[str, Any]:
        """Return what stands in the results of a service, by their names."""
        keys = self.store.list_objects_v2(Bucket=self.bucket, Prefix=f"out/{name}/").get("Contents", ())
        read = self.store.get_object
        return {
            item["Key"].split("/", 3)[3]: [
                json.loads(line) for line in read(Bucket=self.bucket, Key=item["Key"])["Body"].iter_lines()
            ]
            for item in keys
            if item["Key"].endswith("_result.txt")
        }

    def manifest(self, name: str, task_id: str) -> dict[str, str]:
        """Return how each input of a service came out."""
        content = self.store.get_object(Bucket=self.bucket, Key=f"out/{name}/infer-result-{task_id}.manifest")["Body"].read()
        entries = [json.loads(line) for line in content.splitlines()]
        assert len({item["source"] for item in entries}) == len(entries)
        return {item["source"]: item["result"] for item in entries}


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batches]:
    with ThrowawayPlatform(tmp_path_factory.mktemp("batch") / "home", environment=IMAGES) as running:
        yield Batches(Services(running))


def test_files_of_a_manifest_and_rows_of_tables_are_answered(batches: Batches) -> None:
    one, two = batches.put("a/1.bin", b"x"), batches.put("b/1.bin", b"yy")
    lines = [json.dumps({"source": source}) for source in (one, two, f"obs://{batches.bucket}/gone.bin")]
    listed = batches.deploy("listed", batches.put("list.manifest", "\n".join(lines).encode()))
    batches.put("tables/some.csv", b"1\n2.5\nno\n")
    tables = batches.deploy("tables", f"/{batches.bucket}/tables", mapping_type="csv", mapping_rule=_RULE)

    shown = batches.services.wait(listed, "finished", "failed")
    assert (shown["status"], shown["batch"]["done"], shown["batch"]["failed"]) == ("finished", 2, 1), shown
    assert sorted(item[0]["bytes"] for item in batches.results("listed").values()) == [1, 2]
    assert list(batches.manifest("listed", shown["batch"]["task_id"]).values()) == ["SUCCESSFUL", "SUCCESSFUL", "FAILED"]
    page = batches.services.call("GET", f"services/{listed}/batch-results?result=FAILED")
    assert [item["source"] for item in page["results"]] == [f"obs://{batches.bucket}/gone.bin"]

    shown = batches.services.wait(tables, "finished", "failed")
    assert (shown["status"], shown["batch"]["rows"], shown["batch"]["failed_rows"]) == ("finished", 3, 1), shown
    [answers] = batches.results("tables").values()
    assert answers[:2] == [{"sum": 1.0}, {"sum": 2.5}]
    assert answers[2]["line"] == 3


def test_a_start_after_a_stop_gives_every_input_exactly_one_result(batches: Batches) -> None:
    sources = {batches.put(f"many/{number:03d}.bin", b"slow") for number in range(60)}
    service_id = batches.deploy("many", f"obs://{batches.bucket}/many/", instance_count=2)
    late = time.monotonic() + WITHIN_SECONDS
    while len(batches.results("many")) < 10:
        assert time.monotonic() < late, batches.services.show(service_id)
        time.sleep(0.2)
    batches.services.call("PUT", f"services/{service_id}", {"status": "stopped"})
    batches.services.wait(service_id, "stopped")
    assert 10 <= len(batches.results("many")) < 60

    batches.services.call("PUT", f"services/{service_id}", {"status": "running"})
    shown = batches.services.wait(service_id, "finished", "failed")
    assert (shown["status"], shown["batch"]["run"]) == ("finished", 2), shown
    assert (shown["batch"]["total"], shown["batch"]["done"], shown["batch"]["failed"]) == (60, 60, 0)
    assert set(batches.manifest("many", shown["batch"]["task_id"])) == sources
    assert len(batches.results("many")) == 60
    for worker in batches.services.call("GET", f"services/{service_id}/instances")["instances"]:
        log = batches.services.call("GET", f"services/{service_id}/instances/{worker['instance_id']}/logs/lines")
        assert any('"state": "finished"' in line["text"] for line in log["lines"]), log
    batches.services.call("DELETE", f"services/{service_id}")


def test_models_that_bring_their_own_server_answer_alike(batches: Batches) -> None:
    batches.put("own/model/serve.py", _SERVER.encode())
    apis = _CONFIG["apis"]
    model_id = batches.publish(
        "own",
        model_type="Custom",
        image="python",
        cmd="python /home/mind/model/serve.py",
        initial_config={"model_algorithm": "a", "apis": apis},
    )
    sources = [batches.put(f"own-inputs/{number:02d}.bin", b"x" * number) for number in range(1, 13)]
    place = batches.services.platform.storage_endpoint.rpartition(":")[2]

    service_id = batches.deploy(
        "own", f"obs://{batches.bucket}/own-inputs/", model_id=model_id, instance_count=2, envs={"STORAGE_PORT": place}
    )

    shown = batches.services.wait(service_id, "finished", "failed")
    assert (shown["status"], shown["batch"]["done"], shown["batch"]["failed"]) == ("finished", 12, 0), shown
    answers = [answer for [answer] in batches.results("own").values()]
    assert sorted(answer["bytes"] for answer in answers) == list(range(1, 13))
    # The model's own program reaches nothing by itself.
    assert all(answer["is_shut"] for answer in answers)
    assert set(batches.manifest("own", shown["batch"]["task_id"])) == set(sources)
