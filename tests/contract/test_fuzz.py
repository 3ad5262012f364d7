"""Every operation of the generated OpenAPI document, called with generated input: none may answer with a 5xx."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from modelyard.server.testing import ThrowawayPlatform

MOST_SECONDS = 60


def token_of(platform: ThrowawayPlatform) -> str:
    """Return a token of the administrator, for the first project."""
    credentials = platform.credentials
    identity = {
        "methods": ["hw_ak_sk"],
        "hw_ak_sk": {
            "access": {"key": credentials["HUAWEICLOUD_SDK_AK"]},
            "secret": {"key": credentials["HUAWEICLOUD_SDK_SK"]},
        },
    }
    scope = {"project": {"id": credentials["HUAWEICLOUD_SDK_PROJECT_ID"]}}
    body = {"auth": {"identity": identity, "scope": scope}}
    answer = httpx.post(f"{platform.endpoint}/v3/auth/tokens?nocatalog=1", json=body)
    return answer.raise_for_status().headers["x-subject-token"]


@pytest.fixture
def own_platform(tmp_path: Path) -> Iterator[ThrowawayPlatform]:
    """A platform for this test alone: generated calls disable the project and whatever else they find."""
    with ThrowawayPlatform(tmp_path / "home") as running:
        yield running


@pytest.mark.platform
class TestGeneratedInput:
    def test_no_operation_answers_with_a_server_error(self, own_platform: ThrowawayPlatform, tmp_path: Path) -> None:
        platform = own_platform
        known = {
            "path.project_id": platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"],
            "path.domain_id": platform.credentials["HUAWEICLOUD_SDK_DOMAIN_ID"],
        }
        config = tmp_path / "schemathesis.toml"
        parameters = "\n".join(f"{json.dumps(name)} = {json.dumps(value)}" for name, value in known.items())
        config.write_text(f'[headers]\nX-Auth-Token = "{token_of(platform)}"\n[parameters]\n{parameters}\n')

        command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run"]
        command += [f"{platform.endpoint}/openapi.json", "--checks", "not_a_server_error", "--warnings", "off"]
        command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "5", "--no-color"]
        command += ["--max-time", str(MOST_SECONDS)]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

        assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
