"""Logs over their routes: newest part, lines, ranges, filters, search, files."""

import io
import zipfile
from typing import Any

import httpx
import pytest

from modelyard.training.service import logs as logs_service
from modelyard.training.service import task_logs
from modelyard.training.testing import Driver
from training.watching import MALLORY, ROOT, Watched

PLATFORM = b"[ModelArts Service Log][init] download code\n"


@pytest.fixture
async def job(client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A job that runs, with an empty log."""
    watched = Watched(client, driver)
    monkeypatch.setattr(driver.engine, "read_log", watched.read_log)
    monkeypatch.setattr(driver.engine, "samples", watched.read_samples)
    await watched.run()
    return watched


class TestPreview:
    async def test_a_short_log_is_shown_whole(self, job: Watched) -> None:
        job.write("héllo\n".encode())

        assert await job.get("tasks/worker-0/logs/preview") == {"content": "héllo\n", "current_size": 7, "full_size": 7}

    async def test_of_a_long_one_the_newest_part(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(logs_service, "PREVIEW_BYTES", 10)
        job.write(b"0123456789abcdef")

        shown = await job.get("tasks/worker-0/logs/preview")

        assert shown == {"content": "6789abcdef", "current_size": 10, "full_size": 16}

    async def test_what_is_no_text_does_not_disturb(self, job: Watched) -> None:
        job.write(b"\xff\xfe\x00ok")

        assert (await job.get("tasks/worker-0/logs/preview"))["content"] == "\ufffd\ufffd\x00ok"

    async def test_a_job_that_waits_has_an_empty_log(self, client: httpx.AsyncClient, driver: Driver) -> None:
        watched = Watched(client, driver)
        await watched.nodes("away")
        await watched.run()

        assert (await watched.get("tasks/worker-0/logs/preview"))["full_size"] == 0
        assert (await watched.get("tasks/worker-0/logs"))["ended"] is False


class TestWhoMaySee:
    @pytest.mark.parametrize(
        "path", ["logs/preview", "logs", "logs/lines", "logs/search?text=x", "logs/stream", "logs/file", "logs/url"]
    )
    async def test_the_job_of_another_project_is_not_found(self, job: Watched, path: str) -> None:
        url = f"{ROOT}/{job.job_id}/tasks/worker-0/{path}".replace("p1", "p2")

        answer = await job.client.get(url, headers=MALLORY)

        assert (answer.status_code, answer.json()["error_code"]) == (404, "ModelArts.2775")

    async def test_a_task_that_there_is_not_is_named_with_those_there_are(self, job: Watched) -> None:
        answer = await job.get("tasks/worker-7/logs", status=404)

        assert answer["error_code"] == "Modelyard.5100"
        assert "worker-0" in answer["error_msg"]

    async def test_a_run_that_there_was_not(self, job: Watched) -> None:
        assert (await job.get("tasks/worker-0/logs", attempt=2, status=404))["error_code"] == "Modelyard.5101"

    async def test_reading_and_downloading_are_different_rights(self, job: Watched, driver: Driver) -> None:
        asked: list[tuple[str, str]] = []

        def rule(_who: object, action: str, resource: str, _context: object) -> bool:
            asked.append((action, resource))
            return not action.endswith("logExport")

        driver.context.gatekeeper.rule = rule  # type: ignore[attr-defined]

        assert (await job.ask("tasks/worker-0/logs")).status_code == 200
        assert (await job.ask("tasks/worker-0/logs/file")).status_code == 403
        assert asked == [("modelarts:trainJob:get", job.job_id), ("modelarts:trainJob:logExport", job.job_id)]


class TestByLines:
    async def test_the_newest_lines_come_first(self, job: Watched) -> None:
        job.write(b"one\ntwo\nthree\n")

        newest = await job.get("logs/worker-0", lines=2)
        older = await job.get("logs/worker-0", lines=2, base_line=newest["end_line"])

        assert newest == {"start_line": "8", "end_line": "4", "lines": 2, "content": "three\ntwo\n"}
        assert older == {"start_line": "0", "end_line": "0", "lines": 1, "content": "one\n"}

    async def test_or_the_oldest(self, job: Watched) -> None:
        job.write(b"one\ntwo\nthree")

        oldest = await job.get("logs/worker-0", lines=2, order="asc")
        newer = await job.get("logs/worker-0", lines=2, order="asc", base_line=oldest["end_line"])

        assert oldest["content"] == "one\ntwo\n"
        assert newer == {"start_line": "8", "end_line": "8", "lines": 1, "content": "three\n"}

    @pytest.mark.parametrize("order", ["asc", "desc"])
    async def test_walking_visits_each_line_once(self, job: Watched, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 64)
        texts = [f"line {number} {'x' * (number % 90)}" for number in range(100)]
        job.write("".join(f"{text}\n" for text in texts).encode())

        found: list[str] = []
        base = ""
        while True:
            page = await job.get("logs/worker-0", lines=7, order=order, base_line=base)
            if not page["lines"]:
                break
            found += page["content"].splitlines()
            base = page["end_line"]

        assert found == (texts if order == "asc" else texts[::-1])

    async def test_an_empty_log_has_no_lines(self, job: Watched) -> None:
        assert await job.get("logs/worker-0") == {"start_line": "", "end_line": "", "lines": 0, "content": ""}


class TestRange:
    async def test_pieces_follow_each_other_without_cutting_characters(self, job: Watched) -> None:
        text = "中文 and more 😀 " * 20
        job.write(text.encode())

        found, offset = "", 0
        while True:
            part = await job.get("tasks/worker-0/logs", offset=offset, limit=16)
            assert part["offset"] == offset
            if not part["content"]:
                break
            found, offset = found + part["content"], part["next_offset"]

        assert found == text
        assert (part["size"], part["ended"]) == (len(text.encode()), False)

    async def test_a_negative_offset_counts_from_the_end(self, job: Watched) -> None:
        job.write(b"0123456789" * 10)

        part = await job.get("tasks/worker-0/logs", offset=-20, limit=16)

        assert (part["offset"], part["content"]) == (80, "0123456789012345")

    async def test_the_end_of_a_log_that_has_ended_is_all_there_is(self, job: Watched) -> None:
        job.write(b"half \xe4\xb8")
        await job.finish()

        part = await job.get("tasks/worker-0/logs")

        assert (part["ended"], part["next_offset"], part["content"]) == (True, 7, "half \ufffd")

    async def test_dropped_bytes_are_passed_over(self, job: Watched) -> None:
        job.write(b"a" * 100 + b"b" * 100)
        job.drop(50, 150)

        part = await job.get("tasks/worker-0/logs", offset=60)

        assert (part["offset"], part["content"]) == (150, "b" * 50)

    async def test_behind_the_end_there_is_nothing_yet(self, job: Watched) -> None:
        job.write(b"abc")

        part = await job.get("tasks/worker-0/logs", offset=10_000)

        assert (part["offset"], part["next_offset"], part["content"]) == (3, 3, "")

    @pytest.mark.parametrize("query", [{"offset": "x"}, {"limit": 0}, {"limit": 2**40}, {"offset": 10**30}, {"attempt": 0}])
    async def test_nonsense_is_refused_by_name(self, job: Watched, query: dict[str, Any]) -> None:
        answer = await job.get("tasks/worker-0/logs", status=400, **query)

        assert next(iter(query)) in answer["error_msg"]


class TestLines:
    async def test_lines_tell_who_wrote_them_and_how_bad_they_are(self, job: Watched) -> None:
        job.write(PLATFORM + b"ERROR broken\nplain\n")

        page = await job.get("tasks/worker-0/logs/lines")

        assert [(line["source"], line["level"], line["text"]) for line in page["lines"]] == [
            ("platform", "plain", PLATFORM.decode().strip()),
            ("user", "error", "ERROR broken"),
            ("user", "plain", "plain"),
        ]
        assert (page["previous_offset"], page["complete"], page["ended"]) == (0, True, False)

    async def test_platform_lines_and_warnings_can_be_left_out(self, job: Watched) -> None:
        job.write(PLATFORM + b"WARNING noise\nloss 0.5\nERROR broken\n")

        page = await job.get("tasks/worker-0/logs/lines", source="user", level=["plain", "error"])

        assert [line["text"] for line in page["lines"]] == ["loss 0.5", "ERROR broken"]

    async def test_what_repeats_is_folded(self, job: Watched) -> None:
        job.write(b"noise\n" * 30 + b"end\n")

        page = await job.get("tasks/worker-0/logs/lines", fold=True)

        assert [(line["text"], line["repeats"]) for line in page["lines"]] == [("noise", 30), ("end", 1)]

    async def test_paging_in_both_directions_meets_every_line(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 50)
        texts = [f"{number} {'y' * (number % 70)}" for number in range(60)]
        job.write("".join(f"{text}\n" for text in texts).encode())

        backwards: list[str] = []
        offset = None
        while True:
            page = await job.get(
                "tasks/worker-0/logs/lines", limit=7, backwards=True, **({} if offset is None else {"offset": offset})
            )
            backwards = [line["text"] for line in page["lines"]] + backwards
            offset = page["previous_offset"]
            if page["complete"]:
                break
        forwards: list[str] = []
        offset = 0
        while True:
            page = await job.get("tasks/worker-0/logs/lines", limit=7, offset=offset)
            forwards += [line["text"] for line in page["lines"]]
            offset = page["next_offset"]
            if page["complete"]:
                break

        assert backwards == texts
        assert forwards == texts

    async def test_a_line_that_is_still_being_written_is_shown_and_asked_for_again(self, job: Watched) -> None:
        job.write(b"done\n10%\r20%")

        page = await job.get("tasks/worker-0/logs/lines")
        job.write(b"\r100%\n")
        after = await job.get("tasks/worker-0/logs/lines", offset=page["next_offset"])

        assert [line["text"] for line in page["lines"]] == ["done", "20%"]
        assert [line["text"] for line in after["lines"]] == ["100%"]

    async def test_one_call_looks_at_a_part_of_a_large_log_and_says_where_to_go_on(
        self, job: Watched, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 100)
        monkeypatch.setattr(logs_service, "LINES_BUDGET_BYTES", 300)
        job.write(b"noise noise\n" * 100 + b"ERROR at last\n")

        offset, calls, found = 0, 0, []
        while True:
            page = await job.get("tasks/worker-0/logs/lines", offset=offset, level="error")
            calls, offset = calls + 1, page["next_offset"]
            found += page["lines"]
            if page["complete"]:
                break

        assert [line["text"] for line in found] == ["ERROR at last"]
        assert calls > 2

    async def test_a_gap_is_no_obstacle_in_either_direction(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 16)
        job.write(b"first\nsecond\n" + b"z" * 1000 + b"\nlast\n")
        job.drop(13, 1014)

        newest = await job.get("tasks/worker-0/logs/lines")
        oldest = await job.get("tasks/worker-0/logs/lines", offset=0)

        assert [line["text"] for line in newest["lines"]] == ["first", "second", "last"]
        assert [line["text"] for line in oldest["lines"]] == ["first", "second", "last"]

    async def test_a_line_without_an_end_is_taken_in_pieces(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 16)
        monkeypatch.setattr(task_logs, "LONGEST_LINE_BYTES", 64)
        job.write(b"w" * 1000 + b"\nend\n")

        forwards = await job.get("tasks/worker-0/logs/lines", offset=0)
        backwards = await job.get("tasks/worker-0/logs/lines")

        for page in (forwards, backwards):
            assert "".join(line["text"] for line in page["lines"]) == "w" * 1000 + "end"

    async def test_very_long_lines_are_cut(self, job: Watched) -> None:
        job.write(b"v" * 20_000 + b"\n")

        (line,) = (await job.get("tasks/worker-0/logs/lines"))["lines"]

        assert (len(line["text"]), line["truncated"]) == (16_384, True)


class TestSearch:
    async def test_hits_come_with_places_and_all_are_counted(self, job: Watched) -> None:
        job.write(b"epoch 1 loss 0.5\nEpoch 2 loss 0.4\nend\n")

        found = await job.get("tasks/worker-0/logs/search", text="epoch", limit=1)

        assert found["hits"] == [{"offset": 0, "line_offset": 0, "line": "epoch 1 loss 0.5", "start": 0, "length": 5}]
        assert (found["total"], found["complete"]) == (2, True)

    async def test_places_count_characters_in_the_line(self, job: Watched) -> None:
        job.write("进度 中文 here\n".encode())

        (hit,) = (await job.get("tasks/worker-0/logs/search", text="中文"))["hits"]

        assert hit["line"][hit["start"] : hit["start"] + hit["length"]] == "中文"

    async def test_a_large_log_is_searched_in_several_calls(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task_logs, "CHUNK_BYTES", 100)
        monkeypatch.setattr(logs_service, "SEARCH_BUDGET_BYTES", 250)
        content = (b"x" * 40 + b"needle\n") * 50
        job.write(content)

        total, offset, calls = 0, 0, 0
        while True:
            found = await job.get("tasks/worker-0/logs/search", text="needle", offset=offset)
            total, offset, calls = total + found["total"], found["next_offset"], calls + 1
            if found["complete"]:
                break

        assert total == 50
        assert calls > 3

    async def test_dropped_bytes_are_passed_over(self, job: Watched) -> None:
        job.write(b"needle " * 100)
        job.drop(70, 630)

        assert (await job.get("tasks/worker-0/logs/search", text="needle"))["total"] == 20

    async def test_expressions_mean_themselves(self, job: Watched) -> None:
        job.write(b"a.c abc\n")

        assert (await job.get("tasks/worker-0/logs/search", text="a.c"))["total"] == 1

    @pytest.mark.parametrize("query", [{"text": ""}, {"text": "x" * 257}, {"text": "x", "limit": 0}, {}])
    async def test_nonsense_is_refused(self, job: Watched, query: dict[str, Any]) -> None:
        assert (await job.ask("tasks/worker-0/logs/search", **query)).status_code == 400


class TestFiles:
    async def test_the_whole_log_is_a_file_with_the_published_name(self, job: Watched) -> None:
        job.write(b"all of it\n" * 100_000)

        answer = await job.ask("tasks/worker-0/logs/file", download=True)

        assert answer.content == b"all of it\n" * 100_000
        assert answer.headers["content-disposition"] == f'attachment; filename="modelarts-job-{job.job_id}-worker-0.log"'
        assert answer.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize(
        ("header", "status", "content"),
        [
            ("bytes=2-4", 206, b"234"),
            ("bytes=7-", 206, b"789"),
            ("bytes=-3", 206, b"789"),
            ("bytes=5-1000", 206, b"56789"),
            ("bytes=0-1,4-5", 200, b"0123456789"),
            ("lines=1-2", 200, b"0123456789"),
            ("bytes=-", 200, b"0123456789"),
        ],
    )
    async def test_a_part_of_it(self, job: Watched, header: str, status: int, content: bytes) -> None:
        job.write(b"0123456789")

        answer = await job.ask("tasks/worker-0/logs/file", headers={"range": header})

        assert (answer.status_code, answer.content) == (status, content)

    async def test_a_part_behind_the_end_is_refused(self, job: Watched) -> None:
        job.write(b"0123456789")

        answer = await job.ask("tasks/worker-0/logs/file", headers={"range": "bytes=10-"})

        assert (answer.status_code, answer.json()["error_code"]) == (416, "Modelyard.5102")

    async def test_where_bytes_were_dropped_the_file_says_so(self, job: Watched) -> None:
        job.write(b"a" * 100)
        job.drop(10, 90)

        content = (await job.ask("tasks/worker-0/logs/file")).text

        assert content.startswith("a" * 10 + "\n[ModelArts Service Log] 80 bytes")
        assert content.endswith("a" * 10)

    async def test_the_link_to_it_asks_for_a_login(self, job: Watched) -> None:
        shown = await job.get("tasks/worker-0/logs/url")
        saved = await job.get("tasks/worker-0/logs/url", headers={"content-type": "application/octet-stream"})

        assert shown["obs_url"] == f"http://api{ROOT}/{job.job_id}/tasks/worker-0/logs/file"
        assert saved["obs_url"].endswith("/logs/file?download=true")
        assert (await job.client.get(shown["obs_url"], headers={"x-user": "nobody"})).status_code == 401


class TestArchive:
    async def test_the_logs_of_several_tasks_are_one_file(
        self, client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        watched = Watched(client, driver)
        monkeypatch.setattr(driver.engine, "read_log", watched.read_log)
        await watched.run(nodes=3)
        for index in range(3):
            watched.write(f"task {index}\n".encode() * 50_000, f"worker-{index}")

        answer = await watched.ask("log-archive", task=["worker-0", "worker-2", "worker-0"])

        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            names = [f"modelarts-job-{watched.job_id}-worker-{index}.log" for index in (0, 2)]
            assert archive.namelist() == names
            assert archive.read(names[1]) == b"task 2\n" * 50_000
        assert answer.headers["content-type"] == "application/zip"

    async def test_a_task_that_there_is_not_is_refused(self, job: Watched) -> None:
        assert (await job.ask("log-archive", task="worker-9")).status_code == 404
