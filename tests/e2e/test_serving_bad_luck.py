"""Model packages that misbehave, on a running platform: what their owners are told, and that nobody else suffers."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from e2e.services import WITHIN_SECONDS, Services, entry
from modelyard.images.testing import shared_directory
from modelyard.server.testing import ThrowawayPlatform

IMAGES = {"MODELYARD_IMAGES__DIRECTORY": str(shared_directory()), "MODELYARD_IMAGES__UNUSED_DAYS": "0"}
CONFIG = {"model_algorithm": "echo", "model_type": "Scikit_Learn"}
CODE = """
import os
import time
from model_service.python_model_service import XgSklServingBaseService

KEPT = []


class Moody(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        super().__init__(model_name, model_path)
        if os.environ.get("WISH") == "never":
            time.sleep(100_000)

    def _preprocess(self, data):
        return data

    def _inference(self, data):
        wish = data.get("wish")
        if wish == "raise":
            raise ValueError("there is no such day")
        if wish == "sleep":
            time.sleep(6)
        while wish == "leak":
            KEPT.append(bytearray(os.urandom(1) * 2**24))
        return {"answer": "well", "process": os.getpid()}

    def _postprocess(self, data):
        return data
"""

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


class House(Services):
    """Services, with packages of any content."""

    def package(self, name: str, code: str | None = CODE, config: Any = CONFIG, **request: Any) -> Any:
        """Create a model from a package, and return it once it is published or has failed."""
        store, bucket = self.jobs.store, self.jobs.bucket
        content = config if isinstance(config, bytes) else json.dumps(config).encode()
        for file, text in (("config.json", None if config is None else content), ("customize_service.py", code)):
            if text is not None:
                body = text.encode() if isinstance(text, str) else text
                store.put_object(Bucket=bucket, Key=f"{name}/model/{file}", Body=body)
        wanted = {"model_name": name, "model_version": "1.0.0", "model_type": "Scikit_Learn"}
        wanted |= {"source_location": f"obs://{bucket}/{name}/", **request}
        model_id = self.call("POST", "models", wanted)["model_id"]
        late = time.monotonic() + WITHIN_SECONDS
        while (shown := self.call("GET", f"models/{model_id}"))["model_status"] == "publishing":
            assert time.monotonic() < late, shown
            time.sleep(0.2)
        return shown

    def answering(self, service_id: str) -> str:
        """Return the address of a service once it is answered there: the gateway hears of it a moment after it runs."""
        address, late = str(self.show(service_id)["access_address"]), time.monotonic() + WITHIN_SECONDS
        while httpx.post(address, json={"wish": ""}, timeout=60).status_code != 200:
            assert time.monotonic() < late
            time.sleep(0.1)
        return address

    def events(self, service_id: str) -> str:
        """Return everything that happened to a service."""
        return "\n".join(item["event_info"] for item in self.call("GET", f"services/{service_id}/events")["events"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ThrowawayPlatform(tmp_path_factory.mktemp("moody") / "home", environment=IMAGES) as running:
        yield House(running)


@pytest.fixture(scope="module")
def moody(house: House) -> str:
    """A model that does what requests wish, published."""
    shown = house.package("moody")
    assert shown["model_status"] == "published", shown
    return str(shown["model_id"])


@pytest.fixture(scope="module")
def service_id(house: House, moody: str) -> str:
    """A service of that model, which has two seconds for an answer."""
    limits = {"service_invoke": {"auth_type": ["NONE"]}, "service_limit": {"request_timeout": 2}}
    service_id = house.deploy("moody", entry(moody), runtime_config=limits)
    house.answering(service_id)
    return service_id


class TestPackages:
    @pytest.mark.parametrize(
        ("name", "code", "words"),
        [
            ("syntax", "def broken(:\n", "SyntaxError"),
            ("imports", "import no_such_package_anywhere\n", "no_such_package_anywhere"),
            (
                "loads",
                CODE.replace("super().__init__(model_name, model_path)", "raise RuntimeError('no weights')"),
                "no weights",
            ),
            ("exits", "import os\nos._exit(7)\n", "7"),
        ],
    )
    def test_code_that_cannot_be_loaded_is_found_out_before_anybody_deploys_it(
        self, house: House, name: str, code: str, words: str
    ) -> None:
        shown = house.package(name, code)

        assert shown["model_status"] == "failed"
        assert words in shown["status_message"]

    def test_without_a_config_the_request_says_what_it_is(self, house: House) -> None:
        shown = house.package("unsaid", config=None)
        service_id = house.deploy("unsaid", entry(shown["model_id"]))

        answer = httpx.post(house.answering(service_id), json={"wish": ""}, timeout=60)

        assert answer.json()["answer"] == "well"
        house.call("DELETE", f"services/{service_id}")


class TestPackagesThatStayInTheirBucket:
    def test_instances_share_one_copy_and_what_was_changed_since_is_not_deployed(self, house: House) -> None:
        store, bucket = house.jobs.store, house.jobs.bucket
        shown = house.package("stays", dynamic_load_mode="Single")
        assert shown["model_status"] == "published", shown
        service_id = house.deploy("stays", entry(shown["model_id"], 2))
        address = house.answering(service_id)
        cache = Path(house.platform.home) / "data" / "inputs"
        copies = [path for path in cache.glob("*/tree/customize_service.py") if path.read_text(encoding="utf-8") == CODE]

        store.put_object(Bucket=bucket, Key="stays/model/customize_service.py", Body=CODE.replace("well", "changed").encode())
        house.call("POST", f"services/{service_id}/restart")
        late = time.monotonic() + WITHIN_SECONDS
        while "not those that were recorded" not in house.events(service_id):
            assert time.monotonic() < late, house.events(service_id)
            time.sleep(0.3)

        assert len(copies) == 1
        assert not (Path(house.platform.home) / "data" / "models" / shown["model_id"].replace("-", "")).exists()
        assert httpx.post(address, json={"wish": ""}, timeout=60).json()["answer"] == "well"
        house.call("DELETE", f"services/{service_id}")


class TestServices:
    def ask(self, house: House, service_id: str, wish: str, **options: Any) -> httpx.Response:
        return httpx.post(house.show(service_id)["access_address"], **{"json": {"wish": wish}, "timeout": 60, **options})

    def test_an_exception_is_the_answer_and_the_next_request_is_well(self, house: House, service_id: str) -> None:
        answer = self.ask(house, service_id, "raise")

        assert answer.status_code == 500
        assert "there is no such day" in answer.json()["msg"]
        assert self.ask(house, service_id, "").json()["answer"] == "well"

    def test_a_late_answer_is_a_timeout(self, house: House, service_id: str) -> None:
        assert self.ask(house, service_id, "sleep").status_code == 504
        late = time.monotonic() + WITHIN_SECONDS
        while self.ask(house, service_id, "").status_code != 200:
            assert time.monotonic() < late
            time.sleep(0.2)

    def test_a_wrong_content_type_is_refused(self, house: House, service_id: str) -> None:
        answer = self.ask(house, service_id, "", json=None, content=b"x", headers={"content-type": "image/x-unheard-of"})

        assert 400 <= answer.status_code < 500

    def test_an_instance_that_leaks_is_ended_by_its_limit_and_replaced(self, house: House, service_id: str) -> None:
        before = house.ready(service_id)

        assert self.ask(house, service_id, "leak").status_code in {503, 504}
        late = time.monotonic() + WITHIN_SECONDS
        while not (new := house.ready(service_id)) or new == before:
            assert time.monotonic() < late, house.events(service_id)
            time.sleep(0.2)

        assert "memory" in house.events(service_id)
        late = time.monotonic() + WITHIN_SECONDS
        while self.ask(house, service_id, "").status_code != 200:
            assert time.monotonic() < late
            time.sleep(0.2)

    def test_one_that_never_becomes_healthy_fails_and_says_so(self, house: House, moody: str) -> None:
        never = entry(moody, envs={"WISH": "never"}, deploy_timeout_in_seconds=3)
        body = {"service_name": "never", "infer_type": "real-time", "config": [never]}

        service_id = house.call("POST", "services", body)["service_id"]
        shown = house.wait(service_id, "failed")

        assert "3" in shown["error_msg"]
        house.call("DELETE", f"services/{service_id}")
