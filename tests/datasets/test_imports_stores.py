"""Imports from other stores: real databases, real web servers, a real second object store, real Parquet."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import httpx
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from databases import PostgreSQLServer
from dataset_calls import DATASETS
from manifest_imports import Importing
from modelyard.core.subject import Subject
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.settings import DatasetsSettings, StoresSettings
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.adapters.s3 import S3Endpoint, S3Store
from modelyard.objects.rules.signing_v4 import Credentials
from modelyard.server.wiring import open_s3
from objects.weed import running_weed_server
from pictures import encoded, noise

pytestmark = [pytest.mark.enable_socket]
PASSWORD = "pa ss:w/örd"
Importer = Callable[..., Any]


@pytest.fixture
def context(context: DatasetsContext) -> DatasetsContext:
    """Allows nothing yet: tests say what they need by `allow`."""
    return replace(context, open_s3=open_s3)


@pytest.fixture
async def importing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Importing:
    return Importing(client, context, store)


@pytest.fixture
def allow(app: Any, importing: Importing) -> Callable[..., None]:
    def change(*entries: str) -> None:
        settings = DatasetsSettings(stores=StoresSettings(allowed=list(entries)))
        importing.context = app.state.datasets = replace(importing.context, settings=settings)

    return change


async def run(importing: Importing, path: str, **options: Any) -> dict[str, Any]:
    task_id = await importing.start(path, import_type="dir", **options)
    await run_tasks(importing.context)
    return await importing.show(task_id)


@asynccontextmanager
async def web(files: dict[str, bytes], **redirects: str) -> AsyncIterator[str]:
    """Serve files, with pages of contents, to whoever knows the password; yield the address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = unquote(head.split()[1]).partition("?")[0]
        state, more, body = "200 OK", "", files.get(path, b"")
        if "Authorization: Basic" not in head.replace("authorization", "Authorization"):
            state = "401 No"
        elif path in redirects:
            state, more = "302 Found", f"Location: {redirects[path]}\r\n"
        elif path.endswith("/"):
            below = {name[len(path) :].partition("/") for name in files if name.startswith(path)}
            links = sorted({first + slash for first, slash, _ in below})
            body = "".join(
                f'<a href="{each}">x</a>' for each in ["../", "?C=N", "https://other.example.org/x", *links]
            ).encode()
        elif path not in files:
            state = "404 Not Found"
        writer.write(f"HTTP/1.1 {state}\r\n{more}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def sql(postgresql: PostgreSQLServer) -> AsyncIterator[tuple[str, str]]:
    """A database that asks for a password, behind a port; its address, and a URL to fill it."""
    url = await postgresql.create()
    folder = unquote(url.partition("host=")[2])
    own = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with own.begin() as connection:
        await connection.execute(text("DROP ROLE IF EXISTS reader"))
        await connection.execute(text(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'".replace(":", "\\:")))
        await connection.execute(text("GRANT ALL ON SCHEMA public TO reader"))
    rules = Path(folder) / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"local all reader scram-sha-256\n{before}")
    async with own.begin() as connection:
        await connection.execute(text("SELECT pg_reload_conf()"))

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while content := await source.read(65536):
                target.write(content)
                await target.drain()
            target.close()

        await asyncio.gather(copy(reader, other_writer), copy(other_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(pass_on, "127.0.0.1", 0)
    async with server:
        yield (
            f"postgresql://127.0.0.1:{server.sockets[0].getsockname()[1]}/{url.partition('?')[0].rpartition('/')[2]}",
            str(own.url),
        )
        async with own.begin() as connection:
            await connection.execute(text("DROP OWNED BY reader"))
            await connection.execute(text("DROP ROLE reader"))
    rules.write_text(before)
    await own.dispose()
    await postgresql.drop(url)


async def fill(url: str, *statements: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for each in (*statements, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"):
            await connection.execute(text(each))
    await engine.dispose()


def table_of(rows: list[dict[str, Any]], **metadata: str) -> bytes:
    found = pa.Table.from_pylist(rows)
    if metadata:
        found = found.replace_schema_metadata(metadata)
    out = io.BytesIO()
    parquet.write_table(found, out, row_group_size=1000)
    return out.getvalue()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running_weed_server(tmp_path_factory.mktemp("other")) as server:
        yield server


class TestDatabases:
    by: ClassVar = {"user": "reader", "password": PASSWORD}

    async def test_rows_become_texts_with_labels(self, importing: Importing, allow: Any, sql: Any) -> None:
        address, own = sql
        await fill(own, "CREATE TABLE posts (id int primary key, body text, topic text)",
                   "INSERT INTO posts SELECT n, 'text ' || n, CASE WHEN n % 2 = 0 THEN 'even' ELSE 'it''s \"odd\"' END "
                   "FROM generate_series(1, 2500) n")  # fmt: skip
        allow(address.rpartition("/")[0])
        await importing.create(name="texts", dataset_type=100)
        options = {"table": "posts", "columns": {"text": "body", "label": "topic"}}

        task_id = await importing.start(address, import_type="dir", options=options, credentials=self.by)
        assert await run_step(importing.context)  # a worker that is killed; another goes on after the key it had
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["new_sample_count"], told["annotated_sample_count"]) == ("COMPLETED", 2500, 2500)
        assert (told["failed_sample_count"], told["import_path"]) == (0, address)
        found = await importing.client.get(f"{importing.url}/data-annotations/samples?limit=1&order=asc")
        assert found.json()["samples"][0]["sample_data"] == ["text 1"]

    async def test_a_query_without_a_key_goes_on_by_its_number(self, importing: Importing, allow: Any, sql: Any) -> None:
        address, _ = sql
        allow(address.rpartition("/")[0])
        await importing.create(name="texts", dataset_type=100)
        query = "SELECT 'time 12:30 ' || n AS text FROM generate_series(1, 1500) n"

        task_id = await importing.start(address, import_type="dir", options={"query": query}, credentials=self.by)
        assert await run_step(importing.context)
        await run_tasks(importing.context)

        assert (await importing.show(task_id))["new_sample_count"] == 1500

    async def test_rows_become_a_table_by_the_public_fields(
        self, importing: Importing, allow: Any, sql: Any, store: MemoryStore
    ) -> None:
        address, own = sql
        await fill(own, 'CREATE TABLE "odd ""name" (n int, "When" timestamp, word text)',
                   """INSERT INTO "odd ""name" VALUES (1, '2026-01-02 03:04:05', '=1+1'), (2, NULL, 'x')""")  # fmt: skip
        allow(address.rpartition("/")[0])
        schema = [{"name": "n", "type": "INT"}, {"name": "at", "type": "TIMESTAMP"}, {"name": "word", "type": "STRING"}]
        await importing.create(name="rows", dataset_type=400, schema=schema)
        host, _, database = address.removeprefix("postgresql://").partition("/")
        info = {"ip": host.partition(":")[0], "port": host.partition(":")[2], "database_name": database}
        info |= {"table_name": 'odd "name', "user_name": "reader", "user_password": PASSWORD}
        source = {"data_type": 1, "source_info": info, "schema_maps": [{"src_name": "When", "dest_name": "at"}]}

        told = await run(importing, "", import_origin="dws", data_source=source)

        assert (told["status"], told["imported_sample_count"]) == ("COMPLETED", 2)
        assert "source_info" not in str(told["data_source"])
        page = await store.list_page("team", prefix="leafs/out/rows-")
        async with store.get("team", page.objects[0].key) as chunks:
            written = b"".join([each async for each in chunks])
        assert written == b"n,at,word\n1,2026-01-02 03:04:05,\t=1+1\n2,,x\n"

    async def test_nothing_is_written_there(self, importing: Importing, allow: Any, sql: Any) -> None:
        address, own = sql
        await fill(own, "CREATE TABLE t (id int)", "CREATE FUNCTION boo() RETURNS text LANGUAGE sql SECURITY DEFINER "
                   "AS 'INSERT INTO t VALUES (1) RETURNING id\\:\\:text'")  # fmt: skip
        allow(address.rpartition("/")[0])
        await importing.create(name="texts", dataset_type=100)

        told = await run(importing, address, options={"query": "SELECT boo() AS text"}, credentials=self.by)

        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7434")
        assert "read-only" in told["error_msg"]

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            ({"query": "DELETE FROM t"}, "Modelyard.7435"),
            ({"query": "SELECT 1; SELECT 2"}, "Modelyard.7435"),
            ({}, "Modelyard.7435"),
            ({"table": "a", "query": "SELECT 1"}, "Modelyard.7435"),
            ({"table": 7}, "Modelyard.7435"),
        ],
    )
    async def test_what_is_no_select_is_refused(
        self, importing: Importing, allow: Any, options: dict[str, Any], code: str
    ) -> None:
        allow("postgresql://127.0.0.1")
        await importing.create(name="texts", dataset_type=100)
        assert await importing.start("postgresql://127.0.0.1/db", status=400, options=options) == code

    async def test_passwords_are_nowhere(
        self, importing: Importing, allow: Any, sql: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        address, _ = sql
        allow(address.rpartition("/")[0])
        await importing.create(name="texts", dataset_type=100)
        caplog.set_level(logging.DEBUG)
        secret = "never-shown"

        told = await run(importing, address.replace("//", f"//reader:{secret}@"), options={"query": "SELECT 'x' AS text"})

        assert (told["status"], told["import_path"]) == ("FAILED", address)
        assert "password" in told["error_msg"]
        async with importing.context.database.read_session() as db:
            row = (await db.scalars(select(DatasetTaskRow))).one()
            assert secret not in f"{row.goal}{row.error}{row.checkpoint}{row.result}"
        assert secret not in f"{told}{caplog.text}"


class TestFilesOfTheWeb:
    async def test_a_folder_is_copied_and_read(self, importing: Importing, allow: Any) -> None:
        good = encoded(noise(40, 30), "JPEG")
        files = {"/d/oak/1.jpg": good, "/d/oak/二.jpg": good, "/d/elm/3.jpg": b"no picture", "/d/elm/4.jpg": b""}
        await importing.create()
        async with web(files) as address:
            allow(address)
            told = await run(
                importing,
                f"{address.replace('//', '//me:secret@')}/d/",
                options={"format": "folders"},
                import_folder="web",
            )

        assert (told["status"], told["import_path"]) == ("COMPLETED", f"{address}/d/")
        assert await importing.samples() == {"1.jpg": ["oak"], "二.jpg": ["oak"]}
        problems = {code for _, _, code in await importing.problems(told["task_id"])}
        assert problems == {"image", "empty"}

    async def test_an_archive_is_unpacked(self, importing: Importing, allow: Any) -> None:
        await importing.create(name="texts", dataset_type=100)
        async with web({"/a b.txt": b"one\tgood\ntwo\tbad\n"}) as address:
            allow(address)
            told = await run(importing, f"{address}/a%20b.txt?signature=secret", credentials={"user": "me"},
                             options={"format": "text_lines"})  # fmt: skip

        assert told["new_sample_count"] == 2
        assert "secret" not in str(told)

    async def test_what_is_not_there_fails_with_a_reason(self, importing: Importing, allow: Any) -> None:
        await importing.create()
        async with web({}) as address:
            allow(address)
            told = await run(importing, f"{address}/gone.zip", credentials={"user": "me"})
            assert "HTTP 404" in told["error_msg"]
            told = await run(importing, f"{address}/gone/")
            assert "HTTP 401" in told["error_msg"]

    async def test_redirects_lead_nowhere_else(self, importing: Importing, allow: Any) -> None:
        await importing.create()
        async with web({"/secret.jpg": b"x"}) as other, web({}, **{"/a.jpg": f"{other}/secret.jpg"}) as address:
            allow(address)
            told = await run(importing, f"{address}/a.jpg", credentials={"user": "me"})

        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7430")

    @pytest.mark.parametrize(
        ("entries", "path"),
        [
            ((), "https://data.example.org/a/"),
            (("http://*",), "http://127.0.0.1:9/a/"),
            (("http://*",), "http://169.254.169.254/latest/"),
            (("http://*:*",), "http://[::ffff:127.0.0.1]:9/"),
            (("https://127.0.0.1",), "http://127.0.0.1/"),
            ((), "s3+https://minio.example.org/b/"),
            ((), "postgresql://10.0.0.1/db"),
        ],
    )
    async def test_what_nobody_has_allowed_is_refused(
        self, importing: Importing, allow: Any, entries: tuple[str, ...], path: str
    ) -> None:
        allow(*entries)
        await importing.create(dataset_type=100)
        assert await importing.start(
            path, status=403, import_type="dir", options={"query": "SELECT 1"} if "sql" in path else {}
        ) == ("Modelyard.7430")


class TestOtherObjectStores:
    @pytest.mark.platform
    async def test_objects_are_copied(self, importing: Importing, allow: Any, other: Any) -> None:
        there = S3Store(S3Endpoint(other.endpoint, credentials=Credentials(other.access, other.secret)))
        await there.create_bucket("pictures")
        for number in range(70):
            content = encoded(noise(40, 30, seed=number))
            await there.put("pictures", f"in/oak/{number:02} ü.png", content, size_bytes=len(content))
        await there.close()
        allow(f"s3+{other.endpoint}")
        await importing.create()
        place = f"s3+{other.endpoint}/pictures/in/"

        task_id = await importing.start(
            place, import_type="dir", options={"format": "folders"},
            credentials={"user": other.access, "password": other.secret},
        )  # fmt: skip
        for _ in range(2):
            assert await run_step(importing.context)  # killed in the middle of copying
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["new_sample_count"], told["annotated_sample_count"]) == ("COMPLETED", 70, 70)

        told = await run(importing, place, credentials={"user": other.access, "password": "wrong"})
        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7434")
        assert "wrong" not in told["error_msg"]


class TestParquet:
    async def test_pictures_of_the_hub(self, importing: Importing, store: MemoryStore) -> None:
        pictures = [encoded(noise(40, 30, seed=number)) for number in range(3)]
        rows = [{"image": {"bytes": each, "path": "0.png"}, "label": place % 2} for place, each in enumerate(pictures)]
        rows[2]["image"] = {"bytes": b"no picture", "path": "2.png"}
        features = '{"info": {"features": {"label": {"names": ["cat", "dog \\"x\\""]}}}}'
        for name in ("train-0", "train-1"):
            content = table_of(rows, huggingface=features)
            await store.put("team", f"hub/{name}.parquet", content, size_bytes=len(content))
        await importing.create()

        told = await run(importing, "/team/hub/", format="parquet")

        assert (told["status"], told["new_sample_count"]) == ("COMPLETED", 2)
        assert await importing.samples(limit=10) == {"0.png": ["cat"]}
        codes = [(line, code) for line, _, code in await importing.problems(told["task_id"])]
        # The name stands for two pictures in each file: the first counts.
        assert codes == [(2, "other"), (3, "image")] * 2

    async def test_texts_go_on_after_an_interruption(self, importing: Importing, store: MemoryStore) -> None:
        content = table_of([{"text": f"text {number}", "label": "a"} for number in range(3300)])
        await store.put("team", "hub/t.parquet", content, size_bytes=len(content))
        await importing.create(name="texts", dataset_type=100)

        task_id = await importing.start("/team/hub/t.parquet", import_type="dir", format="parquet")
        for _ in range(2):
            assert await run_step(importing.context)
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["new_sample_count"], told["failed_sample_count"]) == (3300, 0)

    async def test_a_broken_file_costs_itself(self, importing: Importing, store: MemoryStore) -> None:
        good = table_of([{"text": "fine"}])
        for name, content in (("a", b"PAR1 no"), ("b", b""), ("c", good)):
            await store.put("team", f"hub/{name}.parquet", content, size_bytes=len(content))
        await importing.create(name="texts", dataset_type=100)

        told = await run(importing, "/team/hub/", format="parquet")

        assert (told["new_sample_count"], told["failed_sample_count"]) == (1, 2)
        assert {code for _, _, code in await importing.problems(told["task_id"])} == {"unreadable", "empty"}

    async def test_a_table_that_lacks_columns_is_refused(self, importing: Importing, store: MemoryStore) -> None:
        content = table_of([{"a": 1}])
        await store.put("team", "hub/t.parquet", content, size_bytes=len(content))
        await importing.create(name="rows", dataset_type=400, schema=[{"name": "a", "type": "INT"}, {"name": "b"}])

        told = await run(importing, "/team/hub/", format="parquet")

        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7436")


class TestSourcesOfTheCloud:
    @pytest.mark.parametrize("origin", ["dli", "mrs", "inference"])
    async def test_that_are_not_here_are_refused_with_advice(self, importing: Importing, origin: str) -> None:
        await importing.create()
        answer = await importing.client.post(
            f"{importing.url}/import-tasks", json={"import_path": "/team/x/", "import_origin": origin}
        )
        assert (answer.status_code, answer.json()["error_code"]) == (400, "Modelyard.7432")
        assert "bucket" in answer.json()["error_msg"]

    async def test_clusters_are_named_by_their_address(self, importing: Importing) -> None:
        await importing.create(name="rows", dataset_type=400, schema=[{"name": "a", "type": "INT"}])
        source = {"data_type": 1, "source_info": {"cluster_id": "c1", "database_name": "d", "table_name": "t"}}
        assert await importing.start("", status=400, import_type="dir", data_source=source) == "Modelyard.7431"

    async def test_of_datasets(self, client: httpx.AsyncClient, alice: Subject) -> None:
        body = {"dataset_name": "rows", "dataset_type": 400, "work_path": "/team/out/", "schema": [{"name": "a"}]}
        answer = await client.post(DATASETS, json={**body, "data_sources": [{"data_type": 2}]})
        assert answer.json()["error_code"] == "Modelyard.7432"
