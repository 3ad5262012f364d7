"""The console in a real browser, on a running platform."""

import json
import re
import secrets
import struct
import zlib
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from playwright.sync_api import Download, Locator, expect

from browser import Visit
from e2e.company import BROKEN_TEXT, PASSWORD, Company, new_name
from e2e.conftest import OpensBrowser

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

PAGES = {
    "overview": "/overview",
    "buckets": "/storage",
    "users": "/users",
    "groups": "/groups",
    "keys": "/keys",
    "policies": "/policies",
    "simulator": "/access-check",
    "agencies": "/agencies",
    "workspaces": "/workspaces",
    "projects": "/projects",
    "audit": "/audit",
    "settings": "/settings",
    "jobs": "/training/jobs",
    "images": "/images",
    "compute": "/compute",
}


def png(width: int, height: int) -> bytes:
    """A picture in one colour."""
    rows = b"".join(b"\0" + b"\x2f\x7d\x5b" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def upload(visit: Visit, *files: Path) -> None:
    visit.by_id("upload-files-input").set_input_files(files)
    visit.press("Upload")


def finished(visit: Visit, name: str) -> Locator:
    row = visit.by_id("upload-row").filter(has_text=name)
    expect(row).to_contain_text("Done", timeout=60_000)
    return row


class TestSigningIn:
    def test_a_wrong_password_is_told_and_the_right_one_opens_the_console(self, visit: Visit) -> None:
        visit.expects("401 POST /v2/sessions$")
        visit.open("/login")
        visit.sign_in(password="Not-The-Right-One-1")

        expect(visit.by_id("login-error")).to_contain_text("Check account, user name and password")

        visit.sign_in()
        expect(visit.page).to_have_url(f"{visit.platform.endpoint}/console/overview")

    def test_many_wrong_passwords_lock_the_user_and_say_for_how_long(self, visit: Visit, company: Company) -> None:
        visit.expects("(401|429) POST /v2/sessions$")
        user = company.make_user()
        visit.open("/login")
        for _ in range(5):
            with visit.page.expect_response("**/v2/sessions"):
                visit.sign_in(user, "Not-The-Right-One-1")
            expect(visit.by_id("login-submit")).not_to_have_class(re.compile("loading"))

        visit.sign_in(user, PASSWORD)

        expect(visit.by_id("login-locked")).to_contain_text(re.compile(r"Try again in \d+ (sec|min)"))

    def test_works_with_the_keyboard_alone(self, visit: Visit) -> None:
        known = visit.platform.credentials
        visit.open("/login")
        expect(visit.by_id("login-domain")).to_be_focused()
        for value in (known["MODELYARD_DOMAIN"], known["MODELYARD_USER"], known["MODELYARD_PASSWORD"]):
            visit.page.keyboard.type(value)
            visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Shift+Tab")
        visit.page.keyboard.press("Enter")

        expect(visit.by_id("account-menu")).to_be_visible()

    def test_leads_to_the_page_that_was_asked_for(self, visit: Visit) -> None:
        visit.enter(path="/users?q=adm")

        expect(visit.page).to_have_url(f"{visit.platform.endpoint}/console/users?q=adm")
        expect(visit.by_id("user-admin")).to_be_visible()

    def test_after_signing_out_the_pages_are_closed(self, admin: Visit) -> None:
        admin.choose("account-menu", "Sign out")
        expect(admin.by_id("login-submit")).to_be_visible()

        admin.open("/users")

        expect(admin.by_id("login-submit")).to_be_visible()
        expect(admin.by_id("create-user")).to_have_count(0)


class TestPeople:
    def test_a_new_colleague_gets_password_key_group_and_rights(
        self, admin: Visit, visitor: OpensBrowser, company: Company
    ) -> None:
        name, group, bucket = new_name("anna"), new_name("data"), company.make_bucket()

        admin.by_id("nav-users").click()
        admin.by_id("create-user").first.click()
        admin.by_id("user-name").fill(name)
        admin.by_id("user-password").fill(PASSWORD)
        admin.press("Create")
        admin.by_id(f"user-{name}").click()

        admin.page.get_by_role("tab", name="Access keys").click()
        admin.by_id("create-key").click()
        admin.by_id("key-description").fill("laptop")
        admin.press("Create access key")
        secret = admin.by_id("new-secret").inner_text().strip()
        access = admin.by_id("new-access").inner_text().strip()
        admin.by_id("secret-kept").click()
        expect(admin.page.get_by_text(access)).to_be_visible()
        assert secret not in admin.page.content()
        assert re.fullmatch(r"[A-Za-z0-9]{40}", secret)

        admin.by_id("nav-groups").click()
        admin.by_id("create-group").first.click()
        admin.by_id("group-name").fill(group)
        admin.press("Create")
        admin.by_id(f"group-{group}").click()
        admin.by_id("add-members").click()
        admin.pick(admin.dialog.get_by_role("combobox"), name)
        admin.press("Add")
        expect(admin.page.get_by_role("link", name=name)).to_be_visible()
        admin.page.get_by_role("tab", name="Granted policies").click()
        admin.by_id("grant-policy").click()
        admin.pick(admin.by_id("policy-select"), "OBS OperateAccess")
        admin.dialog.get_by_text("Global services").click()
        admin.press("Grant policy")
        expect(admin.page.get_by_role("link", name="OBS OperateAccess")).to_be_visible()

        anna = visitor()
        anna.open("/storage")
        anna.sign_in(name, PASSWORD)
        anna.page.get_by_label("Present password").fill(PASSWORD)
        anna.page.get_by_label("New password", exact=True).fill("Blue-Pear-2026")
        anna.page.get_by_label("New password again").fill("Blue-Pear-2026")
        anna.by_id("new-password-submit").click()
        anna.settle_sign_in(name, "Blue-Pear-2026")
        expect(anna.by_id(f"bucket-{bucket}")).to_be_visible()

        s3 = boto3.client(
            "s3",
            endpoint_url=admin.platform.storage_endpoint,
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            region_name="local",
            config=Config(s3={"addressing_style": "path"}),
        )
        assert bucket in [one["Name"] for one in s3.list_buckets()["Buckets"]]
        s3.close()

    def test_without_a_right_the_missing_action_is_named(self, visit: Visit, company: Company) -> None:
        visit.expects("403 (GET |POST .*/training-job-searches)")
        bucket = company.make_bucket()
        visit.enter(company.make_user(), PASSWORD)

        visit.open("/users")
        expect(visit.by_id("missing-action")).to_have_text("iam:users:listUsers")
        expect(visit.by_id("forbidden-state")).to_contain_text("None of your policies allows it.")

        visit.open(f"/storage/{bucket}")
        expect(visit.by_id("missing-action")).to_have_text("obs:bucket:ListBucket")
        expect(visit.by_id("forbidden-state")).to_contain_text(bucket)


class TestObjects:
    def test_from_a_new_bucket_to_files_and_back(self, admin: Visit, tmp_path: Path) -> None:
        bucket = new_name("bucket")
        note = tmp_path / "note.txt"
        note.write_text("Grüße aus 上海\n")

        admin.by_id("nav-buckets").click()
        admin.by_id("create-bucket").first.click()
        admin.by_id("bucket-name").fill(bucket)
        admin.press("Create bucket")
        admin.by_id(f"bucket-{bucket}").click()

        admin.by_id("new-folder").click()
        admin.by_id("folder-name").fill("texts")
        admin.press("New folder")
        admin.by_id("entry-texts").click()
        upload(admin, note)
        expect(finished(admin, "note.txt")).to_contain_text(f"obs://{bucket}/texts/note.txt")
        admin.close_drawer()

        admin.by_id("copy-path").click()
        assert admin.clipboard() == f"obs://{bucket}/texts/"
        admin.choose("entry-menu-note.txt", "Copy path")
        assert admin.clipboard() == f"obs://{bucket}/texts/note.txt"

        with admin.page.expect_download() as download:
            admin.choose("entry-menu-note.txt", "Download")
        assert download.value.suggested_filename == "note.txt"
        assert content_of(download.value) == note.read_bytes()

        admin.choose("entry-menu-note.txt", "Delete")
        admin.press("Delete")
        expect(admin.by_id("entry-note.txt")).to_have_count(0)

    def test_a_large_file_goes_in_parts_with_progress_and_may_pause(
        self, admin: Visit, company: Company, tmp_path: Path
    ) -> None:
        bucket = company.make_bucket()
        film = tmp_path / "film.bin"
        film.write_bytes(secrets.token_bytes(36 * 2**20))
        admin.open(f"/storage/{bucket}")
        expect(admin.by_id("empty-state")).to_be_visible()
        admin.slow_uploads_to(12 * 2**20)

        upload(admin, film)
        row = admin.by_id("upload-row")
        expect(row.get_by_role("progressbar")).to_be_visible()
        expect(row).to_contain_text(re.compile(r"[\d.]+ MiB of 36 MiB"))
        row.get_by_role("button", name="Pause").click()
        expect(row).to_contain_text("Paused")
        admin.slow_uploads_to(-1)
        row.get_by_role("button", name="Go on").click()
        finished(admin, "film.bin")
        admin.close_drawer()

        admin.by_id("entry-film.bin").click()
        expect(admin.by_id("preview")).to_contain_text("36 MiB")
        with admin.page.expect_download() as download:
            admin.by_id("download").click()
        assert content_of(download.value) == film.read_bytes()

    def test_previews_pictures_texts_and_tables(self, admin: Visit, company: Company) -> None:
        files = {
            "leaf.png": png(48, 32),
            "README.md": "# Leaves\n\nTaken in spring 春天.\n".encode(),
            "leaves.csv": b'species,length\n"oak, red",12.5\nbeech,7\n',
            "labels.json": json.dumps({"oak": 1, "beech": 2}).encode(),
        }
        bucket = company.make_bucket(**files)
        admin.open(f"/storage/{bucket}")
        preview = admin.by_id("preview")

        admin.by_id("entry-leaf.png").click()
        picture = preview.get_by_role("img", name="leaf.png")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 48)
        admin.close_drawer()

        admin.by_id("entry-README.md").click()
        expect(preview).to_contain_text("Taken in spring 春天.")
        admin.close_drawer()

        admin.by_id("entry-leaves.csv").click()
        expect(preview.get_by_role("columnheader", name="species")).to_be_visible()
        expect(preview.get_by_role("cell", name="oak, red")).to_be_visible()
        admin.close_drawer()

        admin.by_id("entry-labels.json").click()
        expect(preview).to_contain_text('"beech": 2')

    def test_a_folder_is_deleted_as_a_task_and_then_the_bucket(self, admin: Visit, company: Company) -> None:
        bucket = company.make_bucket(**{f"raw/{number}.txt": b"x" for number in range(5)})
        admin.open(f"/storage/{bucket}")

        admin.choose("entry-menu-raw", "Delete")
        admin.press("Delete")
        admin.page.get_by_role("tab", name="Tasks on the server").click()
        expect(admin.by_id("task-row").filter(has_text=bucket)).to_contain_text("Done")
        admin.close_drawer()
        expect(admin.by_id("entry-raw")).to_have_count(0)

        admin.by_id("nav-buckets").click()
        admin.choose(f"bucket-menu-{bucket}", "Delete")
        admin.press("Delete")
        expect(admin.by_id(f"bucket-{bucket}")).to_have_count(0)

    def test_a_bucket_that_is_not_empty_stays_and_says_why(self, admin: Visit, company: Company) -> None:
        admin.expects("409 DELETE ")
        bucket = company.make_bucket(a=b"1")
        admin.open("/storage")

        admin.choose(f"bucket-menu-{bucket}", "Delete")
        admin.press("Delete")

        expect(admin.by_id("error-alert")).to_contain_text("still has objects")
        expect(admin.by_id(f"bucket-{bucket}")).to_be_visible()


class TestLanguages:
    def test_chinese_is_chinese_in_the_whole_menu_and_stays(self, admin: Visit) -> None:
        admin.choose("language", "简体中文")

        expect(admin.by_id("nav-users")).to_have_text("用户")
        expect(admin.page.locator("html")).to_have_attribute("lang", "zh-CN")
        for name in PAGES:
            assert not re.search("[A-Za-z]", admin.by_id(f"nav-{name}").inner_text())
        for title in admin.page.locator(".rail-group").all_inner_texts():
            assert not re.search("[A-Za-z]", title)

        admin.page.reload()
        expect(admin.by_id("nav-users")).to_have_text("用户")

    def test_the_server_answers_in_the_language_of_the_reader(self, visitor: OpensBrowser, company: Company) -> None:
        reader = visitor(language="zh")
        reader.expects("403 (GET |POST .*/training-job-searches)")
        reader.enter(company.make_user(), PASSWORD, path="/users")

        expect(reader.by_id("forbidden-state")).to_contain_text("缺少的权限")


class TestThemes:
    def test_dark_is_dark_and_stays(self, admin: Visit) -> None:
        assert admin.brightness() > 0.8
        admin.choose("theme", "Dark")
        expect(admin.page.locator("html")).to_have_css("color-scheme", "dark")
        assert admin.brightness() < 0.2

        admin.page.reload()
        expect(admin.by_id("account-menu")).to_be_visible()
        assert admin.brightness() < 0.2


class TestAuditLog:
    def test_shows_what_was_done_and_by_whom(self, admin: Visit) -> None:
        group = new_name("group")
        admin.open("/groups")
        admin.by_id("create-group").first.click()
        admin.by_id("group-name").fill(group)
        admin.press("Create")
        expect(admin.by_id("group-name")).to_be_hidden()  # the list may have several pages

        admin.by_id("nav-audit").click()
        row = admin.page.get_by_role("row").filter(has_text=group)
        expect(row).to_contain_text("admin")
        expect(row).to_contain_text("127.0.0.1")
        expect(row).to_contain_text("Done 201")
        row.get_by_role("button").click()
        expect(admin.by_id("trace")).to_contain_text(group)


class TestEveryPage:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_opens_for_the_administrator_without_any_error(self, visitor: OpensBrowser, language: str, theme: str) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()

        for name, path in PAGES.items():
            visit.by_id(f"nav-{name}").click()
            expect(visit.page).to_have_url(f"{visit.platform.endpoint}/console{path}")
            expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
            visit.page.wait_for_load_state("networkidle")
            expect(visit.by_id("error-state")).to_have_count(0)
            expect(visit.by_id("forbidden-state")).to_have_count(0)
            assert not BROKEN_TEXT.search(visit.page.locator("#root").inner_text()), path

    def test_an_unknown_address_says_so(self, visit: Visit) -> None:
        visit.enter(path="/no/such/page")

        expect(visit.page.get_by_text("There is no such page")).to_be_visible()

    def test_the_pages_come_with_a_policy_that_keeps_foreign_scripts_out(self, visit: Visit) -> None:
        answer = visit.page.goto(f"{visit.platform.endpoint}/console/")
        assert answer is not None
        policy = answer.headers["content-security-policy"]

        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
