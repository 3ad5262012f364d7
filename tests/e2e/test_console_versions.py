"""Versions of a dataset in the console: published with a split, shown, made current, deleted, exported, in a real browser."""

import os

import pytest
from playwright.sync_api import expect

from browser import Visit
from conformance.people import s3
from e2e.company import BROKEN_TEXT, Company
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label, plain, scene
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The worker is a process of its own, which starts when there is work.
SLOW_MS = 120_000
USABLE = "1"


def trees(platform: ThrowawayPlatform) -> Labelled:
    """A dataset of ten oaks, ten birches, and a tree that nobody knows."""
    made = Labelled(platform, 0, [label("oak", "#8a6d3b"), label("birch", "#4f8ad0")])
    made.add(**{f"{name}-{at}__png": plain(24 + at, 16) for name in ("oak", "birch") for at in range(10)})
    made.add(unknown__png=plain(60, 40))
    for sample in made.samples():
        name = sample["sample_name"].partition("-")[0]
        if name in {"oak", "birch"}:
            made.label(sample, {"name": name})
    return made


def published(visit: Visit, name: str) -> None:
    """Wait until a version can be used."""
    expect(visit.by_id(f"state-{name}")).to_have_attribute("data-status", USABLE, timeout=SLOW_MS)


def photographed(visit: Visit, name: str) -> None:
    """Take a picture of the page, where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES_OF_PAGES"):
        expect(visit.page.locator("[class*='ant-zoom-'], [class*='-motion-']")).to_have_count(0)
        visit.page.screenshot(path=f"{folder}/{name}.png")


class TestVersions:
    def test_a_version_is_published_with_a_split_shown_made_current_and_deleted(
        self, admin: Visit, platform: ThrowawayPlatform
    ) -> None:
        made = trees(platform)
        admin.open(f"/datasets/{made.id}?tab=versions")
        expect(admin.page.get_by_text("No versions yet")).to_be_visible()
        photographed(admin, "versions-empty-en")

        admin.by_id("publish-version").click()
        admin.by_id("version-description").fill("The first harvest")
        admin.dialog.get_by_text("Within each label", exact=True).click()
        expect(admin.by_id("sets")).to_have_text("Training 16Evaluation 4No mark 1")
        photographed(admin, "versions-publish-en")
        admin.press("Publish version")
        published(admin, "V001")
        first = admin.page.get_by_role("row", name="The first harvest")
        expect(first).to_contain_text("20 labelled")
        expect(first).to_contain_text("21 new, 0 changed, 0 gone")

        made.label(made.sample("unknown.png"), {"name": "oak"})
        admin.by_id("publish-version").click()
        admin.by_id("version-name").fill("second")
        admin.press("Publish version")
        published(admin, "second")
        second = admin.page.get_by_role("row", name="second")
        expect(second).to_contain_text("0 new, 1 changed, 0 gone")
        expect(second).to_contain_text("Current")
        photographed(admin, "versions-list-en")

        admin.by_id("version-V001").click()
        drawer = admin.by_id("version-drawer")
        expect(drawer.get_by_test_id("sets")).to_contain_text("Training 16")
        expect(drawer.get_by_role("row", name="oak")).to_have_text("oak101082")
        expect(drawer).to_contain_text("Nothing has used it yet.")
        photographed(admin, "versions-drawer-en")
        admin.close_drawer()

        admin.choose("version-menu-V001", "Make current")
        expect(first).to_contain_text("Current")
        expect(second).not_to_contain_text("Current")

        admin.choose("version-menu-second", "Delete")
        admin.press("Delete")
        expect(second).to_have_count(0)
        expect(first).to_be_visible()

    def test_it_is_readable_in_chinese_and_in_the_dark(self, visitor: OpensBrowser, platform: ThrowawayPlatform) -> None:
        made = trees(platform)
        visit = visitor(language="zh", theme="dark")
        visit.enter(path=f"/datasets/{made.id}?tab=versions")

        visit.by_id("publish-version").click()
        visit.dialog.get_by_text("按标签分层", exact=True).click()
        expect(visit.by_id("sets")).to_have_text("训练 16验证 4无标记 1")
        photographed(visit, "versions-publish-zh-dark")
        visit.press("发布版本")
        published(visit, "V001")
        expect(visit.page.locator("main")).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "versions-list-zh-dark")

        visit.by_id("version-V001").click()
        drawer = visit.by_id("version-drawer")
        expect(drawer.get_by_role("row", name="birch")).to_have_text("birch101082")
        expect(drawer).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "versions-drawer-zh-dark")

    def test_two_versions_are_compared_and_annotations_go_back(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        made = trees(platform)
        admin.open(f"/datasets/{made.id}?tab=versions")
        admin.by_id("publish-version").click()
        admin.press("Publish version")
        published(admin, "V001")
        made.label(made.sample("oak-0.png"), {"name": "birch"})
        made.label(made.sample("oak-1.png"), {"name": "birch"})
        made.label(made.sample("unknown.png"), {"name": "oak"})
        made.add(late__png=plain(50, 30))
        made.call("POST", f"/{made.id}/versions", {"version_name": "second"})
        admin.open(f"/datasets/{made.id}?tab=versions")
        published(admin, "second")

        admin.choose("version-menu-second", "Compare")
        drawer = admin.by_id("compare-drawer")
        expect(drawer.get_by_test_id("compare-figures")).to_have_text(
            "Relabelled3New1Gone0Other set0The same18", timeout=SLOW_MS
        )
        expect(drawer.locator("[data-label=birch]")).to_contain_text("10 → 12+2")
        expect(drawer.get_by_test_id("compare-flows").locator("li").first).to_contain_text("2oakbirch")
        pair = drawer.get_by_test_id("compare-oak-0.png")
        expect(pair.locator("[data-side=before]")).to_contain_text("oak")
        expect(pair.locator("[data-side=after]")).to_contain_text("birch")
        expect(pair.locator("img")).to_have_count(2)
        photographed(admin, "versions-compare-en")
        drawer.get_by_text("New 1", exact=True).click()
        expect(drawer.get_by_test_id("compare-late.png")).to_be_visible()
        admin.close_drawer()

        admin.choose("version-menu-V001", "Go back to it")
        admin.press("Go back")
        done = admin.by_id("restore-done")
        expect(done).to_contain_text("3 samples changed", timeout=SLOW_MS)
        assert [made.sample(name)["labels"][0]["name"] for name in ("oak-0.png", "oak-1.png")] == ["oak", "oak"]
        assert made.sample("unknown.png")["labels"] == []
        photographed(admin, "versions-restored-en")

        admin.by_id("undo-restore").click()
        expect(done).to_contain_text("was undone: 3 samples changed", timeout=SLOW_MS)
        assert made.sample("oak-0.png")["labels"][0]["name"] == "birch"

        admin.by_id("version-V001").click()
        expect(admin.by_id("version-files")).to_have_attribute("data-state", "kept", timeout=SLOW_MS)
        expect(admin.by_id("version-files")).to_contain_text("21 of 21 kept")

    def test_the_comparison_is_readable_in_chinese_and_in_the_dark(
        self, visitor: OpensBrowser, platform: ThrowawayPlatform
    ) -> None:
        made = trees(platform)
        visit = visitor(language="zh", theme="dark")
        visit.enter(path=f"/datasets/{made.id}?tab=versions")
        for name in ("first", "second"):
            made.call("POST", f"/{made.id}/versions", {"version_name": name})
            visit.open(f"/datasets/{made.id}?tab=versions")
            published(visit, name)
            made.label(made.sample("oak-0.png"), {"name": "birch"})

        visit.choose("version-menu-second", "对比")
        drawer = visit.by_id("compare-drawer")
        expect(drawer.get_by_test_id("compare-figures")).to_contain_text("标注改变1", timeout=SLOW_MS)
        expect(drawer).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "versions-compare-zh-dark")


class TestFilesBesideTheManifest:
    def test_boxes_have_voc_files_where_that_is_chosen(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        made = Labelled(platform, 1, [label("car")])
        made.add(street__png=scene())
        box = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[20, 30], [120, 110]]}
        made.label(made.samples()[0], {"name": "car", "property": box})
        admin.open(f"/datasets/{made.id}?tab=versions")

        admin.by_id("publish-version").click()
        admin.by_id("version-with-voc").check()
        photographed(admin, "publish-with-voc")
        admin.press("Publish version")
        published(admin, "V001")

        files = {each["Key"]: each for each in s3(platform, made.key).list_objects_v2(Bucket=made.bucket)["Contents"]}
        (key,) = [each for each in files if each.endswith("annotation/V001/annotation/street.xml")]
        content = s3(platform, made.key).get_object(Bucket=made.bucket, Key=key)["Body"].read()
        assert b"<name>car</name>" in content


class TestExports:
    def test_a_version_is_exported(self, admin: Visit, company: Company, platform: ThrowawayPlatform) -> None:
        made, bucket = trees(platform), company.make_bucket()
        made.call("POST", f"/{made.id}/versions", {"version_name": "spring"})
        admin.open(f"/datasets/{made.id}?tab=versions")
        published(admin, "spring")
        made.label(made.sample("unknown.png"), {"name": "oak"})

        admin.choose("version-menu-spring", "Export")
        expect(admin.by_id("export-version")).to_contain_text("In version spring", timeout=SLOW_MS)
        admin.pick_shown(admin.by_id("export-format"), "Folder names")
        admin.by_id("export-path").fill(f"obs://{bucket}/spring/")
        admin.by_id("start-export").click()

        done = admin.by_id("export")
        expect(done).to_have_attribute("data-status", "SUCCESSED", timeout=SLOW_MS)
        expect(done).to_contain_text("21 of 21 samples")
        photographed(admin, "export-en")
        found = s3(platform, made.key).list_objects_v2(Bucket=bucket, Prefix="spring/")["Contents"]
        folders = [each["Key"].split("/")[-2] for each in found if each["Key"].endswith(".png")]
        assert sorted(folders) == ["birch"] * 10 + ["oak"] * 10 + ["spring"]

    def test_an_export_in_chinese_says_what_is_wrong_with_its_folder(
        self, visitor: OpensBrowser, company: Company, platform: ThrowawayPlatform
    ) -> None:
        made, bucket = trees(platform), company.make_bucket()
        inside = made.call("GET", f"/{made.id}")["work_path"]
        visit = visitor(language="zh", theme="dark")
        visit.enter(path=f"/datasets/{made.id}")
        visit.expects(r"400 POST .*/export-tasks$")

        visit.choose("dataset-menu", "导出")
        visit.by_id("export-drawer").get_by_text("未标注", exact=True).click()
        visit.by_id("export-path").fill(f"obs:/{inside}more/")
        visit.by_id("start-export").click()
        expect(visit.by_id("export-drawer")).to_contain_text("不能与数据集的输入或工作路径相同或互相包含")
        photographed(visit, "export-refused-zh-dark")

        visit.by_id("export-path").fill(f"obs://{bucket}/rest/")
        visit.by_id("start-export").click()
        expect(visit.by_id("export")).to_have_attribute("data-status", "SUCCESSED", timeout=SLOW_MS)
        expect(visit.by_id("export")).to_contain_text("1 / 1 个样本")
        expect(visit.by_id("export-drawer")).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "export-zh-dark")
