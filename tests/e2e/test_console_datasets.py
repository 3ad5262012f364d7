"""Datasets in the console: created, filled, filtered, labelled in batches, emptied, in a real browser on a running platform."""

import re
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Route, expect

from browser import Visit
from e2e.company import BROKEN_TEXT, Company, new_name
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label, plain, scene, sound

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The worker is a process of its own, which starts when there is work.
SLOW_MS = 120_000
DATASET_URL = re.compile(r"/datasets/\w+$")
BOX = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[20, 30], [120, 110]]}


def counted(visit: Visit, count: int) -> None:
    """Wait until the samples that are found are so many."""
    expect(visit.by_id("sample-count")).to_have_attribute("data-count", str(count), timeout=SLOW_MS)


def trees(visit: Visit, count: int = 6) -> Labelled:
    """A dataset of pictures with two labels; the first picture is an oak."""
    made = Labelled(visit.platform, 0, [label("oak"), label("birch")])
    made.add(**{f"tree-{at:02}__png": plain(40 + at) for at in range(count)})
    made.label(made.samples()[0], {"name": "oak"})
    return made


class TestDatasetsInTheConsole:
    def test_a_dataset_is_created_filled_filtered_labelled_and_emptied(
        self, admin: Visit, company: Company, tmp_path: Path
    ) -> None:
        admin.expects(r"404 GET /v2/.+/thumbnail$")  # a sample may go while its picture is asked for
        bucket, name = company.make_bucket(), new_name("trees")
        for at in range(20):
            (tmp_path / f"tree-{at:02}.png").write_bytes(plain(60 + at, 40))

        admin.by_id("nav-datasets").click()
        admin.by_id("create-dataset").click()
        admin.by_id("dataset-name").fill(name)
        admin.by_id("kind-imageClassification").click()
        admin.by_id("dataset-work").fill(f"obs://{bucket}/work/")
        for at, text in enumerate(("oak", "birch")):
            admin.by_id("add-label").click()
            admin.by_id(f"label-name-{at}").fill(text)
        admin.by_id("submit-dataset").click()
        admin.page.wait_for_url(DATASET_URL)

        admin.choose("add-samples", "Upload from this computer")
        admin.by_id("sample-files").set_input_files([str(path) for path in sorted(tmp_path.glob("*.png"))])
        admin.press("Upload 20 files")
        expect(admin.by_id("uploading")).to_have_count(0, timeout=SLOW_MS)
        admin.by_id("tab-imports").click()
        expect(admin.by_id("import-status")).to_have_attribute("data-status", "COMPLETED", timeout=SLOW_MS)

        admin.by_id("tab-samples").click()
        counted(admin, 20)
        admin.by_id("filter-name").fill("tree-0")
        counted(admin, 10)
        admin.by_id("select-all").click()
        expect(admin.by_id("selected-count")).to_have_text("10 chosen")
        admin.by_id("batch-set_label").click()
        admin.by_id("set_label-oak").click()
        expect(admin.page.get_by_text("10 samples were changed")).to_be_visible()

        admin.by_id("filter-name").fill("")
        counted(admin, 20)
        admin.by_id("filter-label").click()
        admin.by_id("filter-label-oak").click()
        counted(admin, 10)
        admin.page.keyboard.press("Escape")
        admin.by_id("filter-state").click()
        admin.by_id("filter-state-__NONE__").click()
        counted(admin, 0)
        admin.by_id("clear-filters").click()
        counted(admin, 20)

        admin.by_id("filter-name").fill("tree-19")
        counted(admin, 1)
        admin.by_id("select-all").click()
        admin.by_id("batch-delete").click()
        admin.press("Delete")
        counted(admin, 0)
        admin.by_id("clear-filters").click()
        counted(admin, 19)

        admin.choose("dataset-menu", "Delete")
        admin.press("Delete")
        admin.page.wait_for_url(re.compile(r"/datasets$"))
        expect(admin.by_id(f"dataset-{name}")).to_have_count(0)

    def test_a_change_is_taken_back(self, admin: Visit) -> None:
        made = trees(admin)
        admin.open(f"/datasets/{made.id}?tab=samples")
        counted(admin, 6)

        admin.by_id("select-all").click()
        admin.by_id("batch-set_label").click()
        admin.by_id("set_label-birch").click()
        admin.by_id("undo-batch").click()

        expect(admin.page.get_by_text("As it was before")).to_be_visible()
        assert [[one["name"] for one in each["labels"]] for each in made.samples()] == [["oak"], [], [], [], [], []]

    def test_all_matches_are_changed_by_a_task(self, admin: Visit) -> None:
        made = trees(admin)

        def once_all_have_labels(route: Route) -> None:
            """Hold back what the page asks until the task has ended, which it may do before the page hears of it."""
            late = time.monotonic() + SLOW_MS / 1000
            while not all(each["labels"] for each in made.samples()) and time.monotonic() < late:
                time.sleep(0.1)
            route.continue_()

        admin.open(f"/datasets/{made.id}?tab=samples&state=__NONE__")
        counted(admin, 5)

        admin.by_id("sample-tree-03.png").get_by_role("checkbox").check()
        admin.by_id("select-matching").click()
        expect(admin.by_id("selected-count")).to_have_text("5 chosen")
        admin.by_id("batch-set_label").click()
        admin.page.route(re.compile(r"/sample-changes\?"), once_all_have_labels)
        admin.by_id("set_label-birch").click()

        counted(admin, 0)
        assert [each["labels"][0]["name"] for each in made.samples()] == ["oak", *["birch"] * 5]

    def test_shift_chooses_all_between_two(self, admin: Visit) -> None:
        made = trees(admin)
        admin.open(f"/datasets/{made.id}?tab=samples")

        admin.by_id("sample-tree-05.png").get_by_role("checkbox").check()
        admin.by_id("sample-tree-02.png").get_by_role("checkbox").click(modifiers=["Shift"])

        expect(admin.by_id("selected-count")).to_have_text("4 chosen")

    def test_boxes_are_drawn_and_told(self, admin: Visit) -> None:
        made = Labelled(admin.platform, 1, [label("car", "#e6553f")])
        made.add(street__png=scene())
        made.label(made.samples()[0], {"name": "car", "property": {**BOX, "colour": "red"}})

        admin.open(f"/datasets/{made.id}?tab=samples")
        tile = admin.by_id("sample-street.png")
        expect(tile.locator("svg.shapes rect")).to_have_attribute("width", "100")
        tile.locator(".tile-open").click()

        drawer = admin.by_id("sample-drawer")
        expect(drawer.locator("svg.shapes text")).to_have_text("car")
        expect(drawer).to_contain_text("colour: red")
        expect(drawer).to_contain_text("640 × 420")

    def test_labels_are_created_renamed_and_deleted(self, admin: Visit) -> None:
        made = trees(admin)
        admin.open(f"/datasets/{made.id}?tab=labels")

        admin.by_id("create-label").click()
        admin.by_id("label-name").fill("elm")
        admin.by_id("label-shortcut").fill("e")
        admin.press("Save")
        expect(admin.page.get_by_role("row", name="elm")).to_be_visible()

        admin.choose("label-menu-oak", "Edit")
        admin.by_id("label-name").fill("old oak")
        admin.press("Save")
        expect(admin.page.get_by_role("row", name="old oak")).to_contain_text("1")

        admin.choose("label-menu-old oak", "Delete")
        admin.press("Delete")
        expect(admin.page.get_by_role("row", name="old oak")).to_have_count(0)
        assert all(each["labels"] == [] for each in made.samples())

    def test_an_import_tells_what_could_not_be_read(self, admin: Visit, company: Company) -> None:
        made = trees(admin)
        lines = b'{"source": "s3://%s/tree.png"}\nnot json\n'
        bucket = company.make_bucket(**{"tree.png": plain(9, 9)})
        other = company.make_bucket(**{"v.manifest": lines % bucket.encode()})
        admin.open(f"/datasets/{made.id}?tab=imports")
        # The empty list offers it, too.
        expect(admin.by_id("add-samples")).to_have_count(2)

        admin.choose("add-samples", "Import from the storage")
        admin.pick_shown(admin.dialog.get_by_test_id("import-format"), "Manifest")
        admin.by_id("import-path").fill(f"obs://{other}/v.manifest")
        admin.press("Import")

        expect(admin.by_id("import-status")).to_have_attribute("data-status", "COMPLETED", timeout=SLOW_MS)
        admin.by_id("import-problems").click()
        expect(admin.page.get_by_role("cell", name="2", exact=True)).to_be_visible()

    def test_an_import_from_another_store(self, admin: Visit, tmp_path: Path) -> None:
        (tmp_path / "oaks").mkdir()
        for name in ("1.png", "2.png"):
            (tmp_path / "oaks" / name).write_bytes(plain(50, 40))
        made = trees(admin)
        admin.expects(r"40[03] (GET|POST) /v2/.+/import-(tasks|suggestions)$")  # what the operator has not allowed
        handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            admin.open(f"/datasets/{made.id}?tab=imports")
            admin.choose("add-samples", "Import from the storage")
            admin.pick_shown(admin.dialog.get_by_test_id("import-format"), "Another store")
            admin.by_id("import-path").fill("https://data.example.org/oaks/")
            admin.press("Import")
            expect(admin.page.get_by_text("may not be reached").first).to_be_visible()

            admin.by_id("import-path").fill(f"http://127.0.0.1:{server.server_port}/")
            admin.by_id("import-user").fill("me")
            admin.by_id("import-password").fill("secret")
            admin.press("Import")
            expect(admin.by_id("import-status").first).to_have_attribute("data-status", "COMPLETED", timeout=SLOW_MS)
            server.shutdown()

        assert len(made.samples()) == 8
        expect(admin.page.locator("main")).not_to_contain_text("secret")

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_pages_hold_no_broken_text(self, visitor: OpensBrowser, language: str) -> None:
        visit = visitor(language=language)
        visit.enter()
        made = trees(visit)
        for path in ("", "/new", f"/{made.id}", *(f"/{made.id}?tab={tab}" for tab in ("samples", "labels", "imports"))):
            visit.open(f"/datasets{path}")
            expect(visit.page.locator("h1")).to_be_visible()
            expect(visit.page.locator("main")).not_to_contain_text(BROKEN_TEXT)


class TestSynchronisationInTheConsole:
    def test_new_and_lost_files_are_told(self, admin: Visit) -> None:
        admin.expects(r"404 GET /v2/.+/thumbnail$")  # of the file that is lost
        admin.expects(r"ERR_BLOCKED_BY_ORB GET .+/in/leaf-0\.png")  # what the storage says of it is no picture
        made = Labelled(admin.platform, 0, [label("oak")])
        for at in range(3):
            made.put(f"in/leaf-{at}.png", plain(30 + at, 20))
        admin.open(f"/datasets/{made.id}")
        admin.by_id("start-sync").click()
        expect(admin.by_id("sync-added").first).to_have_attribute("data-count", "3", timeout=SLOW_MS)

        made.drop("in/leaf-0.png")
        made.put("in/leaf-1.png", plain(50, 50))
        admin.by_id("start-sync").click()
        expect(admin.by_id("sync-changed").first).to_have_attribute("data-count", "1", timeout=SLOW_MS)
        admin.by_id("sync-removed").first.get_by_role("link").click()

        counted(admin, 1)
        expect(admin.by_id("sample-leaf-0.png")).to_be_visible()


class TestExportsInTheConsole:
    def test_what_is_filtered_becomes_a_new_dataset(self, admin: Visit, company: Company) -> None:
        made, name, bucket = trees(admin), new_name("oaks").replace("-", "_"), company.make_bucket()
        admin.open(f"/datasets/{made.id}?tab=samples&label=oak")
        counted(admin, 1)

        admin.by_id("batch-export").click()
        admin.by_id("export-to-dataset").click()
        admin.by_id("export-name").fill(name)
        admin.by_id("export-path").fill(f"obs://{bucket}/files/")
        admin.by_id("export-work").fill(f"obs://{bucket}/work/")
        admin.by_id("start-export").click()
        admin.by_id("exported-dataset").click(timeout=SLOW_MS)

        expect(admin.page.get_by_role("heading", name=name)).to_be_visible()
        admin.by_id("tab-samples").click()
        counted(admin, 1)
        expect(admin.by_id("sample-tree-00.png")).to_contain_text("oak", timeout=SLOW_MS)

    def test_exports_are_listed_and_their_files_saved(self, admin: Visit, company: Company) -> None:
        made, bucket = trees(admin), company.make_bucket()
        made.call(
            "POST",
            f"/{made.id}/export-tasks",
            {"path": f"/{bucket}/out/", "format": "manifest", "export_type": 2, "with_files": False},
        )
        admin.open(f"/datasets/{made.id}?tab=imports")
        expect(admin.by_id("export")).to_have_attribute("data-status", "SUCCESSED", timeout=SLOW_MS)

        admin.by_id("export-download").click()
        with admin.page.expect_download() as saved:
            admin.page.get_by_role("menuitem", name=re.compile("dataset.manifest")).click()
        assert saved.value.suggested_filename == "dataset.manifest"


class TestPreviewsInTheConsole:
    def test_columns_of_a_table_come_from_its_file_and_its_rows_are_shown(self, admin: Visit, company: Company) -> None:
        bucket, name = company.make_bucket(**{"in/trees.csv": b"kind,height\noak,21.5\nelm,9\n"}), new_name("table")
        admin.open("/datasets/new")
        admin.by_id("dataset-name").fill(name)
        admin.by_id("kind-table").click()
        admin.by_id("dataset-input").fill(f"obs://{bucket}/in/")
        admin.by_id("dataset-work").fill(f"obs://{bucket}/work/")
        admin.by_id("read-columns").click()
        expect(admin.by_id("column-name-1")).to_have_value("height")
        expect(admin.page.get_by_text("DOUBLE", exact=True)).to_be_visible()
        admin.by_id("submit-dataset").click()
        admin.page.wait_for_url(DATASET_URL)

        expect(admin.by_id("first-rows")).to_contain_text("21.5", timeout=SLOW_MS)

        admin.open(f"/datasets/{admin.page.url.rpartition('/')[2]}?tab=versions")
        admin.by_id("publish-version").click()
        expect(admin.by_id("version-with-header")).to_be_checked()
        admin.press("Publish version")
        expect(admin.by_id("state-V001")).to_have_attribute("data-status", "1", timeout=SLOW_MS)
        admin.by_id("version-V001").click()
        expect(admin.by_id("version-drawer")).to_contain_text("Rows2")
        expect(admin.by_id("version-drawer")).to_contain_text("/annotation/V001/data/")
        admin.page.keyboard.press("Escape")
        expect(admin.by_id("version-drawer")).to_have_count(0)

        admin.choose("version-menu-V001", "Export")
        admin.by_id("export-path").fill(f"obs://{bucket}/saved/")
        admin.by_id("start-export").click()
        expect(admin.by_id("export")).to_have_attribute("data-status", "SUCCESSED", timeout=SLOW_MS)
        expect(admin.by_id("export")).to_contain_text("2 of 2")

    def test_recordings_are_drawn_in_the_list(self, admin: Visit) -> None:
        made = Labelled(admin.platform, 200, [label("rain")])
        made.add(rain__wav=sound(1))
        admin.open(f"/datasets/{made.id}?tab=samples")

        expect(admin.by_id("sample-rain.wav").get_by_test_id("sample-wave")).to_be_visible()

    def test_the_list_of_datasets_shows_their_first_pictures(self, admin: Visit) -> None:
        made = trees(admin)
        admin.open(f"/datasets?q={made.name}")

        expect(admin.by_id("first-pictures").locator("img")).to_have_count(3)
