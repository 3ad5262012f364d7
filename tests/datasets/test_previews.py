"""Samples in small: thumbnails, waves, beginnings of texts and tables."""

import base64
import os
import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.datasets.adapters.decoding import ProcessDecoder
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.service import previews, samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_context, make_request
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from pictures import encoded, noise, opened


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper, store: MemoryStore
) -> AsyncIterator[DatasetsContext]:
    objects = objects_testing.make_context(database, clock, tmp_path, store=store, gatekeeper=gatekeeper)
    decoder = ProcessDecoder(1)
    yield make_context(database, clock, tmp_path, objects=objects, decoder=decoder, thumbnails=tmp_path / "thumbnails")
    await decoder.close()


async def dataset_of(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post("/v2/p1/datasets", json=make_request(**changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["dataset_id"])


async def uploaded(client: httpx.AsyncClient, dataset_id: str, name: str, content: bytes, **more: Any) -> str:
    """Upload a sample and return the path of its preview."""
    sample = {"name": name, "data": base64.b64encode(content).decode(), **more}
    url = f"/v2/p1/datasets/{dataset_id}/data-annotations/samples"
    answer = await client.post(url, json={"samples": [sample], "data_source": {"data_type": 0}})
    assert answer.json()["results"][0]["success"], answer.text
    return f"{url}/{answer.json()['results'][0]['info']}"


async def placed(context: DatasetsContext, who: Subject, store: MemoryStore, dataset_id: str, key: str, content: bytes) -> str:
    """Put a file into the store and into the dataset, whatever it is, and return the path of its sample."""
    etag = await store.put("team", key, content, size_bytes=len(content))
    async with context.database.session() as db:
        row, _ = await get_rows(db, who, dataset_id, lock=True)
        await samples.insert(db, row, [NewSample(f"obs://team/{key}", len(content), etag, 1_600_000_000_000)])
    listed = await samples.list_samples(context, who, dataset_id, samples.SampleQuery())
    return f"/v2/p1/datasets/{dataset_id}/data-annotations/samples/{listed.samples[0].sample_id}"


class TestThumbnail:
    async def test_an_image_is_shown_in_small_and_kept(self, client: httpx.AsyncClient, tmp_path: Path) -> None:
        url = await uploaded(client, await dataset_of(client), "a.png", encoded(noise(640, 480)))

        answer = await client.get(f"{url}/thumbnail", params={"size": 100})
        again = await client.get(f"{url}/thumbnail", params={"size": 100}, headers={"if-none-match": answer.headers["etag"]})

        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "image/jpeg"
        assert opened(answer.content).size == (100, 75)
        assert (again.status_code, again.content) == (304, b"")
        assert len(list((tmp_path / "thumbnails").glob("*/*"))) == 1
        shown = (await client.get(f"{url}/preview")).json()
        assert shown == {"kind": "image", "is_cut": False, "thumbnail": f"{url}/thumbnail"}

    async def test_what_is_kept_is_not_decoded_again(
        self, client: httpx.AsyncClient, context: DatasetsContext, tmp_path: Path
    ) -> None:
        url = await uploaded(client, await dataset_of(client), "a.png", encoded(noise()))
        await client.get(f"{url}/thumbnail")
        (kept,) = (tmp_path / "thumbnails").glob("*/*")
        kept.write_bytes(b"kept")

        assert (await client.get(f"{url}/thumbnail")).content == b"kept"

    async def test_another_file_has_another_thumbnail(
        self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore
    ) -> None:
        url = await uploaded(client, await dataset_of(client), "a.png", encoded(noise()))
        first = await client.get(f"{url}/thumbnail")
        async with context.database.session() as db:
            await db.execute(update(SampleRow).values(etag="other"))

        second = await client.get(f"{url}/thumbnail")

        assert first.headers["etag"] != second.headers["etag"]

    async def test_who_may_not_read_the_file_is_not_shown_what_is_kept(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper
    ) -> None:
        url = await uploaded(client, await dataset_of(client), "a.png", encoded(noise()))
        await client.get(f"{url}/thumbnail")
        gatekeeper.rule = lambda who, action, resource, context: action != "obs:object:GetObject"

        assert (await client.get(f"{url}/thumbnail")).status_code == 403
        assert (await client.get(f"{url}/thumbnail", headers={"x-user": "mallory"})).status_code in {400, 403}

    async def test_a_file_that_is_gone_is_said_to_be_gone(
        self, client: httpx.AsyncClient, store: MemoryStore, context: DatasetsContext, alice: Subject
    ) -> None:
        url = await placed(context, alice, store, await dataset_of(client), "leafs/in/x.png", encoded(noise()))
        await store.delete_many("team", ["leafs/in/x.png"])

        assert (await client.get(f"{url}/thumbnail")).status_code == 404

    @pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"what", "no image"), (encoded(noise())[:100], "damaged")])
    async def test_what_is_no_image_says_why(
        self,
        client: httpx.AsyncClient,
        store: MemoryStore,
        context: DatasetsContext,
        alice: Subject,
        content: bytes,
        said: str,
    ) -> None:
        url = await placed(context, alice, store, await dataset_of(client), "leafs/in/x.png", content)

        answer = await client.get(f"{url}/thumbnail")

        assert (answer.status_code, answer.json()["error_code"]) == (400, "Modelyard.7290")
        assert said in answer.json()["error_msg"]

    async def test_files_that_are_too_large_are_not_read(
        self, client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore
    ) -> None:
        url = await placed(context, alice, store, await dataset_of(client), "leafs/in/x.png", encoded(noise()))
        async with context.database.session() as db:
            await db.execute(update(SampleRow).values(size_bytes=2**40))

        assert "too large" in (await client.get(f"{url}/thumbnail")).json()["error_msg"]

    @pytest.mark.parametrize("size", ["0", "-5", "99999999999999999999", "x"])
    async def test_odd_sizes_are_refused(self, client: httpx.AsyncClient, size: str) -> None:
        url = await uploaded(client, await dataset_of(client), "a.png", encoded(noise()))

        assert (await client.get(f"{url}/thumbnail", params={"size": size})).status_code in {400, 422}

    async def test_unknown_samples_and_texts_have_none(self, client: httpx.AsyncClient) -> None:
        dataset_id = await dataset_of(client, dataset_type=100)
        url = await uploaded(client, dataset_id, "a.txt", b"one\ntwo")

        assert (await client.get(f"{url}/thumbnail")).json()["error_code"] == "Modelyard.7290"
        assert (await client.get(f"{url[:-4]}ffff/thumbnail")).json()["error_code"] == "ModelArts.4420"


class TestPreview:
    async def test_a_text_shows_its_beginning(self, client: httpx.AsyncClient) -> None:
        url = await uploaded(client, await dataset_of(client, dataset_type=100), "a.txt", "一".encode() * 3000)

        assert (await client.get(f"{url}/preview")).json() == {"kind": "text", "text": "一" * 2000, "is_cut": True}

    async def test_a_recording_shows_its_wave(
        self, client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore
    ) -> None:
        form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
        sound = struct.pack("<2h", 0, 16384)
        content = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", 4) + sound
        dataset_id = await dataset_of(client, dataset_type=200)
        url = await placed(context, alice, store, dataset_id, "leafs/in/x.wav", content)

        wave = (await client.get(f"{url}/preview")).json()["wave"]

        assert wave == {"rate": 8000, "channels": 1, "milliseconds": 0, "peaks": [[0.0, 0.0], [0.5, 0.5]]}
        other = await placed(context, alice, store, dataset_id, "leafs/in/y.wav", b"ID3")
        assert (await client.get(f"{other}/preview")).json()["error_code"] == "Modelyard.7290"

    async def test_a_table_shows_its_first_rows(
        self, client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore
    ) -> None:
        columns = [{"schema_id": 1, "name": "a", "type": "STRING"}]
        dataset_id = await dataset_of(client, dataset_type=400, schema=columns)
        url = await placed(context, alice, store, dataset_id, "leafs/in/x.csv", b'a,b\n1,"\t=2"\n' * 30)

        rows = (await client.get(f"{url}/preview")).json()["table"]["rows"]

        assert rows[:2] == [["a", "b"], ["1", "=2"]]
        assert len(rows) == 20

    async def test_what_has_nothing_to_show_says_so(
        self, client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore
    ) -> None:
        url = await placed(context, alice, store, await dataset_of(client, dataset_type=900), "leafs/in/x.bin", b"\x00")

        assert (await client.get(f"{url}/preview")).json() == {"kind": "none", "is_cut": False}

    def test_half_a_character_at_the_end_is_left_out(self) -> None:
        content = "ab一".encode()

        assert previews.beginning(content[:-1], whole=False) == "ab"
        assert previews.beginning(content, whole=True) == "ab一"

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        with pytest.raises(Exception, match="neither"):
            previews.beginning(b"a\xff\xfe\xff\x00\xff", whole=False)

    def test_a_broken_table_shows_what_comes_before(self) -> None:
        assert previews.first_rows("a,b\n" + '"' + "x" * 200_000)[:1] == [["a", "b"]]


class TestTidy:
    async def test_what_nobody_looked_at_goes_first(self, context: DatasetsContext, tmp_path: Path) -> None:
        folder = tmp_path / "thumbnails"
        for at, name in enumerate(("aa", "bb", "cc")):
            previews.keep(folder, name, b"x" * 10)
            os.utime(folder / name / name, (at, at))
        settings = context.settings.model_copy(update={"most_thumbnail_bytes": 20})

        previews.find(folder, "aa")  # looked at again
        await previews.tidy(replace(context, settings=settings))

        assert sorted(place.name for place in folder.glob("*/*")) == ["aa", "cc"]
        await previews.tidy(replace(context, thumbnails=None))

    def test_nothing_is_kept_without_a_folder_or_room(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")

        previews.keep(None, "aa", b"")
        previews.keep(tmp_path / "file", "aa", b"")

        assert previews.find(None, "aa") is None
        assert previews.find(tmp_path / "file", "aa") is None
