"""Data that carries scripts: names, labels, texts, cells, comments and files. None of them may run in anybody's browser."""

import base64
import time
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from browser import Visit
from conformance.people import s3
from e2e.company import Company, new_name
from e2e.labelled import Labelled, label, plain
from e2e.test_console_teams import Owner

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

SLOW_MS = 120_000
# Each would be seen: by the element that it makes, and by what the script leaves behind.
MARKUP = "<img src=x onerror=window.ran=1>"
BROKEN_OUT = "\"'><svg onload=window.ran=1></svg><script>window.ran=1</script>"
LINK = "javascript:window.ran=1"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" onload="document.documentElement.id='ran'">
<script>document.documentElement.id = "ran"; document.title = "ran"</script><rect width="90" height="60"/></svg>"""
HTML = b"""<!doctype html><title>still</title><body onload="document.title='ran'"><script>document.title='ran'</script>
<form id="f" action="/"></form><a id="a" href="javascript:document.title='ran'">go</a></body>"""


def brought_in(made: Labelled, path: str, **more: Any) -> None:
    """Import from the storage, and wait for the end."""
    task = made.call("POST", f"/{made.id}/import-tasks", {"import_path": path, **more})["task_id"]
    late = time.monotonic() + SLOW_MS / 1000
    while (shown := made.call("GET", f"/{made.id}/import-tasks/{task}"))["status"] != "COMPLETED":
        assert time.monotonic() < late, shown
        time.sleep(0.3)


def harmless(visit: Visit, *said: str) -> None:
    """Wait until the page shows these, as they were written, and nothing of them became part of the page."""
    for text in said:
        expect(visit.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=SLOW_MS)
    assert visit.page.evaluate("window.ran") is None
    assert visit.page.locator("img[src='x'], svg[onload], script:not([src]), a[href^='javascript']").count() == 0


def test_names_labels_and_attributes_are_shown_as_they_are_written(admin: Visit) -> None:
    attribute = {"name": "sort", "type": "select", "values": [{"value": MARKUP}, {"value": BROKEN_OUT}]}
    made = Labelled(admin.platform, 1, [label(MARKUP) | {"attributes": [attribute]}, label(BROKEN_OUT)])
    for name in (f"{MARKUP}.png", f"{LINK}.png"):
        made.put(f"in/{name}", plain())
    made.put(f"in/{MARKUP}/{BROKEN_OUT.replace('/', '')}.png", b"no picture")
    brought_in(made, f"/{made.bucket}/in/", format="directory")
    sample = made.sample(f"{MARKUP}.png")
    box = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[20, 30], [120, 110]], "sort": MARKUP, BROKEN_OUT: LINK}
    made.label(sample, {"name": MARKUP, "property": box})
    body = {"samples": [{"sample_id": sample["sample_id"], "labels": [], "metadata": {MARKUP: BROKEN_OUT}}]}
    made.call("PUT", f"/{made.id}/data-annotations/samples", body)
    made.label(sample, {"name": MARKUP, "property": box}, {"name": BROKEN_OUT, "property": box})

    for tab in ("overview", "labels", "insight", "versions", "processing", "team"):
        admin.open(f"/datasets/{made.id}?tab={tab}")
        harmless(admin, *([MARKUP] if tab == "labels" else []))
    admin.open(f"/datasets/{made.id}?tab=imports")
    admin.by_id("import-problems").click()
    harmless(admin, BROKEN_OUT.replace("/", ""))

    admin.open(f"/datasets/{made.id}?tab=samples")
    harmless(admin, f"{MARKUP}.png", f"{LINK}.png")
    admin.by_id("filter-label").click()
    harmless(admin, BROKEN_OUT)
    admin.page.keyboard.press("Escape")
    admin.by_id(f"sample-{MARKUP}.png").locator(".tile-open").click()
    expect(admin.by_id("sample-drawer")).to_contain_text(MARKUP)
    harmless(admin)

    admin.open(f"{made.page}/{sample['sample_id']}")
    harmless(admin, MARKUP, BROKEN_OUT)


def test_texts_and_comments_are_shown_as_they_are_written(admin: Visit) -> None:
    made = Labelled(admin.platform, 100, [label("good"), label(MARKUP)])
    made.add(lines__txt=f"{MARKUP}\n{BROKEN_OUT}".encode())
    made.label(made.samples()[0], {"name": MARKUP})
    owner = Owner(admin.platform)
    place = owner.task(made.id)
    task = f"/datasets/{made.id}/workforce-tasks/{place.rpartition('/')[2]}"
    (first, *_) = owner.call("GET", f"{task}/data-annotations/samples")["samples"]
    said = [{"sample_id": first["sample_id"], "labels": [{"name": MARKUP}], "worker_id": first["worker_id"]}]
    owner.call("PUT", f"{task}/data-annotations/samples", {"samples": said})
    owner.call("POST", f"{task}/acceptance", {"sampling_rate": 1})
    verdict = {"sample_id": first["sample_id"], "accept": False, "comment": BROKEN_OUT}
    with pytest.raises(AssertionError, match=r"comments\.0\.comment"):
        owner.call("POST", f"{task}/acceptance/batch-comment", {"comments": [verdict]})

    admin.open(f"/datasets/{made.id}?tab=samples")
    harmless(admin, MARKUP, BROKEN_OUT)
    admin.open(f"{made.page}/{made.samples()[1]['sample_id']}")
    harmless(admin, BROKEN_OUT)
    admin.open(place)
    harmless(admin)
    for mode in ("label", "accept"):
        admin.open(f"{place}/{mode}/{first['sample_id']}/{first['worker_id']}")
        harmless(admin, MARKUP)


def test_columns_are_shown_as_they_are_written(admin: Visit, company: Company) -> None:
    bucket = company.make_bucket(**{"in/rows.csv": f'kind,"{MARKUP}"\n"{BROKEN_OUT}",{LINK}\n'.encode()})
    admin.open("/datasets/new")
    admin.by_id("dataset-name").fill(new_name("table"))
    admin.by_id("kind-table").click()
    admin.by_id("dataset-input").fill(f"obs://{bucket}/in/")
    admin.by_id("dataset-work").fill(f"obs://{bucket}/work/")
    admin.by_id("read-columns").click()
    expect(admin.by_id("column-name-1")).to_have_value(MARKUP)
    harmless(admin)


@pytest.mark.parametrize(("name", "content", "kind"), [("a.svg", SVG, "image/svg+xml"), ("a.html", HTML, "text/html")])
def test_a_file_that_is_opened_runs_nothing_and_is_nobodys(admin: Visit, name: str, content: bytes, kind: str) -> None:
    made = Labelled(admin.platform, 900)
    s3(admin.platform, made.key).put_object(Bucket=made.bucket, Key=f"in/{name}", Body=content, ContentType=kind)
    brought_in(made, f"/{made.bucket}/in/")
    (sample,) = made.samples()
    link = sample["source"]

    admin.open(f"/datasets/{made.id}?tab=samples")
    harmless(admin, name)
    admin.open(f"{made.page}/{sample['sample_id']}")
    expect(admin.page.locator(f"a[href*='{name}']").first).to_be_visible()

    answers = [httpx.get(link), httpx.get(link, headers={"range": "bytes=0-9"}), httpx.head(link), httpx.get(link + "x")]
    assert {each.headers["content-security-policy"] for each in answers} == {"sandbox allow-downloads"}
    # That the script of the file is refused is told in the log of the page.
    admin.expects(r"Blocked script execution")
    admin.page.goto(link)
    assert admin.page.title() != "ran"
    assert admin.page.locator("#ran").count() == 0
    if name.endswith(".html"):
        admin.page.locator("#a").click()
        assert admin.page.title() == "still"


def test_a_type_that_a_link_asks_for_runs_nothing(admin: Visit) -> None:
    made = Labelled(admin.platform, 900)
    made.put("in/notes.txt", HTML)
    asked = {"Bucket": made.bucket, "Key": "in/notes.txt", "ResponseContentType": "text/html"}
    link = s3(admin.platform, made.key).generate_presigned_url("get_object", Params=asked)

    admin.expects(r"Blocked script execution")
    admin.page.goto(link)

    assert httpx.get(link).headers["content-type"] == "text/html"
    assert admin.page.title() == "still"


def test_an_svg_is_no_picture_of_a_dataset(admin: Visit) -> None:
    made = Labelled(admin.platform, 0)
    made.put("in/a.png", SVG)
    brought_in(made, f"/{made.bucket}/in/", format="directory")
    body = {"samples": [{"name": "b.svg", "data": base64.b64encode(SVG).decode()}]}
    with pytest.raises(AssertionError, match="no image"):
        made.call("POST", f"/{made.id}/data-annotations/samples", body)

    assert made.samples() == []
