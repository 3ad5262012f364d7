"""The real platform: what its doors answer."""

import httpx
import pytest

from platform_process import Platform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


class TestDoors:
    def test_the_version_needs_no_credentials(self, platform: Platform) -> None:
        answer = httpx.get(f"{platform.endpoint}/version")

        assert answer.json()["name"] == "modelyard"

    def test_the_storage_door_answers(self, platform: Platform) -> None:
        assert httpx.get(platform.storage_endpoint).status_code < 500
