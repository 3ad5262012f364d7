"""What a browser asks of the storage port before and after it uses a signed URL."""

import httpx
import pytest

from modelyard.server.testing import ThrowawayPlatform

pytestmark = pytest.mark.platform

ORIGIN = "https://console.example.org"


class TestCrossOrigin:
    @pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
    def test_a_preflight_needs_no_signature(self, platform: ThrowawayPlatform, method: str) -> None:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}

        answer = httpx.options(f"{platform.storage_endpoint}/some-bucket/some/key?uploads", headers=asked)

        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert method in answer.headers["access-control-allow-methods"]
        assert "content-type" in answer.headers["access-control-allow-headers"].lower()

    def test_the_answer_itself_can_be_read_by_the_page(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.get(f"{platform.storage_endpoint}/some-bucket/some/key", headers={"Origin": ORIGIN})

        assert answer.status_code == 403
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert "etag" in answer.headers["access-control-expose-headers"].lower()
        assert "access-control-allow-credentials" not in answer.headers
