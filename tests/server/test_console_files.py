"""The files of the console, as the API serves them."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.http import install_error_handlers
from modelyard.server import console
from modelyard.server.settings import GatewaySettings, PlatformSettings


@pytest.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A console of three files, and a secret beside it."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("the page")
    (dist / "assets" / "app-1a2b.js").write_text("the script")
    (dist / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret").write_text("what nobody may read")
    monkeypatch.setattr(console, "_PLACES", (dist,))
    app = FastAPI()
    app.state.settings = PlatformSettings(gateway=GatewaySettings(storage_port=9123))
    app.include_router(console.router)
    install_error_handlers(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://yard.example") as client:
        yield client


class TestShowFile:
    @pytest.mark.parametrize("path", ["", "/", "/buckets/things", "/assets/gone.js"])
    async def test_addresses_within_the_console_get_the_page_uncached(self, client: httpx.AsyncClient, path: str) -> None:
        answer = await client.get(f"/console{path}")

        assert (answer.text, answer.headers["cache-control"]) == ("the page", "no-cache")

    async def test_built_files_are_cached_for_long(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/console/assets/app-1a2b.js")

        assert answer.text == "the script"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]

    @pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/assets/..%2f..%2fsecret", "/%00"])
    async def test_no_path_leads_out_of_the_folder(self, client: httpx.AsyncClient, path: str) -> None:
        assert "what nobody may read" not in (await client.get(f"/console{path}")).text

    async def test_pages_may_talk_to_the_storage_door_and_nobody_may_frame_them(self, client: httpx.AsyncClient) -> None:
        policy = (await client.get("/console/")).headers["content-security-policy"]

        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        assert parts["connect-src"] == "'self' http://127.0.0.1:9123 http://yard.example:9123"
        assert parts["script-src"] == "'self'"
        assert parts["frame-ancestors"] == "'none'"

    async def test_a_strange_host_does_not_get_into_the_policy(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/console/", headers={"host": "a;script-src *"})

        assert "script-src *" not in answer.headers.get("content-security-policy", "")

    async def test_without_files_it_says_how_to_build_them(
        self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(console, "_PLACES", ())

        answer = await client.get("/console/")

        assert (answer.status_code, answer.json()["error_code"]) == (404, "Modelyard.3030")
