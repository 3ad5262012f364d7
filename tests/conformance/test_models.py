"""Models over the public API, called through the official client's core, with the shapes that its clients rely on.

The installed client has no classes for these operations; infrastructure tools call them as is done here.
"""

import asyncio
import pickle
import secrets
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkmodelarts import v1 as modelarts

from conformance.people import People, name_of_bucket, s3
from modelyard.images.testing import build_image, shared_directory
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 400
MODELS = "/v1/{project_id}/models"

TRAIN = """
import sys, joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
data = load_iris(as_frame=True)
joblib.dump(LogisticRegression(max_iter=500).fit(data.data, data.target_names[data.target]), sys.argv[1])
"""
CODE = b"""
from model_service.python_model_service import XgSklServingBaseService

class Service(XgSklServingBaseService):
    def __init__(self, model_name="", model_path=""):
        self.ready = True
    def _preprocess(self, data):
        return data
    def _inference(self, data):
        return {"length": len(data)}
    def _postprocess(self, data):
        return data
"""
CONFIG: dict[str, Any] = {"model_algorithm": "predict_analysis", "model_type": "Scikit_Learn"}


class Opens:
    """A pickle that runs a program when it is opened: it tries to read what only the platform may."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __reduce__(self) -> Any:
        program = (
            f"import os; print('HOSTILE', os.path.exists({self._place!r}), sorted(os.listdir('/home')), flush=True); "
            "open('/home/ma-user/infer/model/1/config.json', 'w')"
        )
        return exec, (program,)


class Site:
    """A platform with a bucket, and calls by the official client's core."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        known = platform.credentials
        self.project_id = known["HUAWEICLOUD_SDK_PROJECT_ID"]
        credentials = BasicCredentials(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], self.project_id)
        config = HttpConfig.get_default_config()
        config.timeout = (10, 60)
        builder = modelarts.ModelArtsClient.new_builder().with_http_config(config)
        self.client: Any = builder.with_credentials(credentials).with_endpoints([platform.endpoint]).build()
        self.store = s3(platform, People(platform).admin)
        self.bucket = name_of_bucket()
        self.store.create_bucket(Bucket=self.bucket)

    def put(self, key: str, content: bytes) -> None:
        self.store.put_object(Bucket=self.bucket, Key=key, Body=content)

    def call(self, method: str, path: str = "", body: Any = None, **query: Any) -> Any:
        # Any class of answers does: what is looked at is the answer as it was sent.
        answer = self.client.do_http_request(
            method=method,
            resource_path=MODELS + path,
            query_params=list(query.items()),
            header_params={"Content-Type": "application/json;charset=UTF-8"},
            body=body,
            response_type="DeleteImageResponse",
        )
        return orjson.loads(answer.raw_content)

    def create(self, **changes: Any) -> str:
        body = {
            "model_name": f"m-{secrets.token_hex(4)}",
            "model_version": "1.0.0",
            "model_type": "Scikit_Learn",
            "source_location": f"https://{self.bucket}.obs.local-1.example.com/iris/",
            **changes,
        }
        return str(self.call("POST", body=body)["model_id"])

    def wait(self, model_id: str) -> Any:
        """Return a model once its import has ended."""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            model = self.call("GET", f"/{model_id}")
            if model["model_status"] != "publishing":
                return model
            time.sleep(0.2)
        raise AssertionError(f"it never got there: {self.call('GET', f'/{model_id}/build')}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if request.param == "sqlite":
        yield Site(request.getfixturevalue("platform"))
        return
    url = asyncio.run(request.getfixturevalue("postgresql").create())
    environment = {
        "MODELYARD_DATABASE__URL": url,
        "MODELYARD_IMAGES__DIRECTORY": str(shared_directory()),
        "MODELYARD_IMAGES__UNUSED_DAYS": "0",
    }
    with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home", environment=environment) as running:
        yield Site(running)


@pytest.fixture(scope="module")
def iris(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model that scikit-learn of the preset image made."""
    file = tmp_path_factory.mktemp("iris") / "model.joblib"
    image = build_image("sklearn")
    subprocess.run([f"{image.location}/bin/python", "-c", TRAIN, str(file)], check=True, cwd="/")
    return file.read_bytes()


@pytest.fixture(scope="module")
def package(site: Site, iris: bytes) -> str:
    """A package in the bucket: a model and its configuration, no code."""
    site.put("iris/model/config.json", orjson.dumps(CONFIG))
    site.put("iris/model/model.joblib", iris)
    return f"/{site.bucket}/iris/"


class TestOperations:
    def test_a_model_without_code_is_loaded_and_published(self, site: Site, package: str) -> None:
        model = site.wait(site.create(source_location=package))

        assert model["model_status"] == "published", model["status_message"]
        assert model["model_labels"] == ["setosa", "versicolor", "virginica"]
        assert orjson.loads(model["apis"])[0]["method"] == "post"
        assert orjson.loads(model["config"])["model_type"] == "Scikit_Learn"
        assert [param["param_name"] for param in model["input_params"]] == ["data"]
        assert (model["model_size"] > 0, model["project"]) == (True, site.project_id)

    def test_lists_have_the_counts_and_types_that_clients_read(self, site: Site, package: str) -> None:
        name = f"list-{secrets.token_hex(4)}"
        for version in ("1.0.0", "1.0.1"):
            site.create(model_name=name, model_version=version, source_location=package)

        found = site.call("GET", model_name=name, exact_match="true", sort_by="model_version", order="asc", workspace_id="0")
        page = site.call("GET", model_name=name[:-2], limit=1, offset=1)

        assert [model["model_version"] for model in found["models"]] == ["1.0.0", "1.0.1"]
        assert (found["total_count"], found["count"], page["count"]) == (2, 2, 1)
        item = found["models"][0]
        assert {
            name: type(item[name]) for name in ("model_size", "create_at", "market_flag", "source_copy", "specification")
        } == {
            "model_size": int,
            "create_at": int,
            "market_flag": bool,
            "source_copy": str,
            "specification": dict,
        }

    def test_deleting_tells_what_was_deleted(self, site: Site, package: str) -> None:
        name = f"gone-{secrets.token_hex(4)}"
        ids = [site.create(model_name=name, model_version=f"1.0.{number}", source_location=package) for number in range(3)]

        answer = site.call("DELETE", f"/{ids[0]}", cascade="true")

        assert set(answer["delete_success_list"]) == set(ids)
        assert answer["delete_failed_list"] == []
        with pytest.raises(ClientRequestException) as gone:
            site.call("GET", f"/{ids[0]}")
        assert (gone.value.status_code, gone.value.error_code) == (404, "ModelArts.3001")

    def test_runtimes_and_templates_are_listed(self, site: Site) -> None:
        runtimes = site.call("GET", "/ai-engine-runtimes", limit=100, offset=0)
        templates = site.call("GET", "/template", theme="Common")

        assert "Scikit_Learn" in [engine["ai_engine"] for engine in runtimes["engine_runtimes"]]
        assert {"template_id", "template_name_en", "template_inputs", "template_labels"} <= set(templates["templates"][0])

    def test_a_template_needs_a_file_only(self, site: Site, iris: bytes) -> None:
        site.put("single/iris.joblib", iris)
        inputs = [{"input_id": "model", "input": f"https://{site.bucket}.obs.example.com/single/iris.joblib"}]
        template = {"template_id": "modelyard-sklearn", "template_inputs": inputs}

        model = site.wait(site.create(model_type="Template", source_location=None, template=template))

        assert model["model_status"] == "published", model["status_message"]

    def test_wrong_requests_are_told_where(self, site: Site, package: str) -> None:
        with pytest.raises(ClientRequestException) as refused:
            site.create(source_location=package, initial_config=orjson.dumps({"apis": [{"method": "x"}]}).decode())

        assert (refused.value.status_code, refused.value.error_code) == (400, "ModelArts.3015")
        assert "apis[0].method" in refused.value.error_msg


class TestPackagesWithCode:
    def test_code_that_works_is_published(self, site: Site) -> None:
        site.put("coded/model/config.json", orjson.dumps(CONFIG))
        site.put("coded/model/customize_service.py", CODE)

        model = site.wait(site.create(source_location=f"obs://{site.bucket}/coded"))

        assert model["model_status"] == "published", model["status_message"]

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            (b"import no_such_package_at_all\n", "no_such_package_at_all"),
            (b"def broken(:\n", "SyntaxError"),
            (b"class Nothing:\n    pass\n", "customize_service.py"),
            (CODE.replace(b"self.ready = True", b"raise ValueError('weights are missing')"), "weights are missing"),
        ],
    )
    def test_code_that_does_not_fails_with_its_words(self, site: Site, code: bytes, told: str) -> None:
        folder = f"broken-{secrets.token_hex(4)}"
        site.put(f"{folder}/model/config.json", orjson.dumps(CONFIG))
        site.put(f"{folder}/model/customize_service.py", code)

        model = site.wait(site.create(source_location=f"obs://{site.bucket}/{folder}/"))

        assert model["model_status"] == "failed"
        assert told in model["status_message"] + site.call("GET", f"/{model['model_id']}/build")["check_log"]

    def test_a_pickle_that_runs_programs_runs_them_in_the_sandbox_only(self, site: Site) -> None:
        home = str(site.platform.home)
        site.put("hostile/model/config.json", orjson.dumps(CONFIG))
        site.put("hostile/model/model.pkl", pickle.dumps(Opens(home)))

        model_id = site.create(source_location=f"obs://{site.bucket}/hostile/")
        model = site.wait(model_id)

        log = site.call("GET", f"/{model_id}/build")["check_log"]
        assert model["model_status"] == "failed"
        assert "HOSTILE False ['ma-user']" in log
        assert "Read-only file system" in log or "Permission denied" in log

    def test_dependencies_become_an_environment_with_a_log(self, site: Site) -> None:
        packages = [{"package_name": "tabulate", "package_version": "0.9.0", "restraint": "ATLEAST"}]
        config = {**CONFIG, "dependencies": [{"installer": "pip", "packages": packages}]}
        site.put("needy/model/config.json", orjson.dumps(config))
        site.put("needy/model/customize_service.py", b"import tabulate\n" + CODE)

        model_id = site.create(source_location=f"obs://{site.bucket}/needy/")
        model = site.wait(model_id)

        build = site.call("GET", f"/{model_id}/build")
        assert model["model_status"] == "published", (model["status_message"], build)
        assert build["environment"]["status"] == "ACTIVE"
        assert "tabulate" in build["environment"]["log"]
