"""The real platform: what its doors answer."""

import httpx
import pytest

from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


class TestDoors:
    def test_the_version_needs_no_credentials(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.get(f"{platform.endpoint}/version")

        assert answer.json()["name"] == "modelyard"

    def test_the_storage_door_answers(self, platform: ThrowawayPlatform) -> None:
        assert httpx.get(platform.storage_endpoint).status_code < 500
