"""Pages of filtered lists of 1,000,000 samples through the API, with every filter of the console, on SQLite and PostgreSQL."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from sqlalchemy import text

from dataset_import import LABELS
from joblist import postgresql
from modelyard.core.clock import SystemClock
from modelyard.core.db import Database, insert_tuples
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import AnnotationRow, LabelRow, SampleRow
from modelyard.datasets.rules import facets as values
from modelyard.datasets.rules import ids
from modelyard.datasets.rules.annotations import Annotation, document
from modelyard.datasets.schemas.datasets import DatasetCreate, Label
from modelyard.datasets.service import datasets, facets
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.testing import make_context, make_request
from modelyard.datasets.types.datasets import Kind, SampleState
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.models import BucketRow
from modelyard.objects.testing import make_subject
from modelyard.server.testing import ThrowawayPlatform

_BATCH = 20_000
_AUTHORS = [f"user-{number}" for number in range(5)]


def main(*, quick: bool = False) -> None:
    """Fill a dataset, ask for pages, print the times for each question."""
    count, rounds = (20_000, 5) if quick else (1_000_000, 40)
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", Path(folder) / "sqlite", {}, count, rounds)
        with postgresql(Path(folder) / "server") as url:
            run("PostgreSQL", Path(folder) / "postgresql", {"MODELYARD_DATABASE__URL": url}, count, rounds)


def run(product: str, home: Path, environment: Mapping[str, str], count: int, rounds: int) -> None:
    """Measure one database."""
    with ThrowawayPlatform(home / "home", environment=environment) as platform:
        own = platform.credentials
        url = environment.get("MODELYARD_DATABASE__URL") or f"sqlite:///{home / 'home' / 'data' / 'modelyard.db'}"
        who = make_subject(domain_id=own["HUAWEICLOUD_SDK_DOMAIN_ID"], project_id=own["HUAWEICLOUD_SDK_PROJECT_ID"])
        dataset_id = asyncio.run(fill(url, home, who, count))
        print(f"\n{product}, {count:,} samples, pages of 20; first, p50 and p99 of {rounds} in ms, and how many match")
        medians = [ask(platform, dataset_id, name, search, rounds) for name, search in questions(count).items()]
        plain = ask(platform, dataset_id, "(one sample, by its id)", None, rounds)
        late = sum(each > 10 for each in medians)
        print(
            f"{product}: p50 from {min(medians):.1f} to {max(medians):.1f} ms, {late} of {len(medians)} above 10 ms; "
            f"the slowest takes {max(medians) / plain:.1f} times as long as one sample"
        )


def questions(count: int) -> dict[str, dict[str, Any]]:
    """Return what is asked."""

    def meeting(**condition: Any) -> dict[str, Any]:
        return {"search_conditions": orjson.dumps([condition]).decode()}

    def labelled(*names: str, op: str = "OR") -> dict[str, Any]:
        return {"label_list": {"labels": [{"name": name} for name in names], "op": op}}

    return {
        "no filter": {},
        "no filter, the last page": {"offset": count // 20 - 1},
        "oldest first": {"order": "asc"},
        "state: labelled (9 in 10)": {"sample_state": "MANUAL_ANNOTATION"},
        "state: to be confirmed": {"sample_state": "AUTO_ANNOTATION"},
        "state: unlabelled": {"sample_state": "UN_ANNOTATION"},
        "state: unlabelled, the last page": {"sample_state": "UN_ANNOTATION", "offset": count // 20 // 20 - 1},
        "label (1 in 20)": meeting(**labelled(LABELS[3])),
        "label, a page in the middle": {**meeting(**labelled(LABELS[3])), "offset": count // 20 // 40},
        "any of five labels": meeting(**labelled(*LABELS[:5])),
        "two labels at once (none)": meeting(**labelled(*LABELS[:2], op="AND")),
        "author (1 in 5)": meeting(labeler=_AUTHORS[2]),
        "time: a week": meeting(sample_time="20260101-20260107"),
        "time: a year": meeting(sample_time="20260101-20261231"),
        "hard (1 in 50)": meeting(hard="1"),
        "not hard": meeting(hard="0"),
        "score 0.90 to 1": {"low_score": 0.9, "high_score": 1.0},
        "folder (1 in 100)": meeting(sample_dir="/team/images/003/"),
        "name: one": meeting(sample_name=f"IMG_{count - 1:07}.jpg"),
        "name: a part (1 in 100)": meeting(sample_name="42.jpg"),
        "name: in all of them": meeting(sample_name="img"),
        "name: in none": meeting(sample_name="no such name"),
        "state, label, author, time": {
            "sample_state": "MANUAL_ANNOTATION",
            **meeting(**labelled(LABELS[3]), labeler=_AUTHORS[2], sample_time="20260101-20260114"),
        },
        "state, label, hard, score": {
            "sample_state": "MANUAL_ANNOTATION",
            "low_score": 0.5,
            **meeting(**labelled(*LABELS[:10]), hard="1"),
        },
        "label and name": meeting(**labelled(LABELS[3]), sample_name="42.jpg"),
    }


def ask(platform: ThrowawayPlatform, dataset_id: str, name: str, search: Mapping[str, Any] | None, rounds: int) -> float:
    """Ask one question many times, print how long it took, and return the median in milliseconds."""
    own = platform.credentials
    key = ClientKey(own["HUAWEICLOUD_SDK_AK"], own["HUAWEICLOUD_SDK_SK"])
    place = f"{platform.endpoint}/v2/{own['HUAWEICLOUD_SDK_PROJECT_ID']}/datasets/{dataset_id}/data-annotations/samples"
    times: list[float] = []
    # A plain connection: clients with more comfort take a millisecond of their own.
    connection = HTTPConnection(urlsplit(platform.endpoint).netloc)

    def get(url: str) -> Any:
        headers = sign_request(key, "GET", url)
        began = time.perf_counter()
        connection.request("GET", url.removeprefix(platform.endpoint), headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, content
        return orjson.loads(content)

    if search is None:
        place += "/" + get(f"{place}?limit=1")["samples"][0]["sample_id"]
        times.clear()
    for number in range(rounds + 1):
        # A signature is taken once only.
        answer = get(f"{place}?{urlencode({'limit': 20, 'locale': f'en-{number}', **(search or {})})}")
    connection.close()
    first, rest = times[0], sorted(times[1:])
    p99, median = rest[min(len(rest) - 1, round(len(rest) * 0.99))], statistics.median(rest)
    print(f"{name:36} {first:8.1f} {median:8.1f} {p99:8.1f} {answer.get('sample_count', 1):9,}", flush=True)
    return median


async def fill(url: str, folder: Path, who: Subject, count: int) -> str:
    """Make a dataset of so many samples, straight in the tables; return its id."""
    database, clock = Database(url), SystemClock()
    store = MemoryStore(clock)
    await store.create_bucket("team")
    objects = objects_testing.make_context(database, clock, folder, store=store)
    context = make_context(database, clock, folder, objects=objects)
    at = clock.now()
    async with database.session() as db:
        db.add(
            BucketRow(name="team", domain_id=who.domain_id, owner_id=who.user_id, state="active", created_at=at, changed_at=at)
        )
    labels = [Label(name=name).model_dump(by_alias=True) for name in LABELS]
    made = await datasets.create_dataset(context, who, DatasetCreate.model_validate(make_request(labels=labels)))
    async with database.session() as db:
        row, job = await get_rows(db, who, made.dataset_id, lock=True)
        own, said = facets.Changes(), facets.Changes()
        for start in range(0, count, _BATCH):
            ordinals = range(start, min(start + _BATCH, count))
            samples = [_sample(row.number, each, count) for each in ordinals]
            await insert_tuples(db, SampleRow, [column.name for column in SampleRow.__table__.columns], samples)
            rows = [_said(job.number, ids.sample_number(row.number, each)) for each in ordinals if each % 20]
            await insert_tuples(db, AnnotationRow, [column.name for column in AnnotationRow.__table__.columns], rows)
        for ordinal in range(count):
            for value in values.of_sample(_folder(ordinal, count), f"202601{1 + _drawn(ordinal) % 28:02}", ()):
                own.added[value].add(ordinal)
            for value in _values(ordinal):
                said.added[value].add(ordinal)
        await facets.apply(db, row.number, own)
        await facets.apply(db, job.number, said)
        row.next_ordinal = row.sample_count = count
        row.revision = 1
    async with database.session() as db:
        await db.execute(text("ANALYZE"))
        assert await db.get(LabelRow, (job.id, 1)) is not None
    await database.close()
    return made.dataset_id


def _folder(ordinal: int, count: int) -> str:
    return f"/team/images/{ordinal * 100 // count:03}/"


def _sample(dataset: int, ordinal: int, count: int) -> tuple[Any, ...]:
    name = f"img_{ordinal:07}.jpg"
    source = f"obs:/{_folder(ordinal, count)}{name.upper()}"
    number = ids.sample_number(dataset, ordinal)
    return number, dataset, ids.source_key(source), source, None, name, 100_000, "e", 1, 640, 480, 3, None


def _drawn(ordinal: int) -> int:
    """Return a number that looks like chance, the same for the same ordinal each time."""
    return (ordinal * 2_654_435_761 & 0xFFFFFFFF) >> 8


def _annotation(ordinal: int) -> Annotation:
    drawn = _drawn(ordinal)
    return Annotation(
        Kind.CLASS,
        label=str(1 + (drawn >> 4) % len(LABELS)),
        confidence=(drawn >> 7) % 101 / 100,
        hard=(drawn >> 10) % 50 == 0,
        author=_AUTHORS[(drawn >> 13) % len(_AUTHORS)],
        created=1_700_000_000 + ordinal,
    )


def _state(ordinal: int) -> SampleState:
    return SampleState.LABELLED if _drawn(ordinal) % 19 else SampleState.TO_CONFIRM


def _said(job: int, number: int) -> tuple[Any, ...]:
    ordinal = ids.ordinal_of(number)
    one = _annotation(ordinal)
    return job, number, document([one]), _state(ordinal).value, "", one.author, None, 1, 1


def _values(ordinal: int) -> set[values.Value]:
    if ordinal % 20 == 0:
        return set()
    one = _annotation(ordinal)
    return values.of_document([one], _state(ordinal), one.author, hardness=None)
