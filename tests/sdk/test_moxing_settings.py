"""Where keys and endpoint come from, what importing says, and that an old Python can read the package."""

import ast
import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import moxing as mox
from moxing.framework.file.errors import MoxFileConfigException
from moxing.framework.file.places import find_stored
from moxing.framework.file.settings import Auth, Keys, read_settings
from moxing.framework.file.signing import Signer, encode_path, encode_query
from moxing.framework.util import runtime

SDK = Path(__file__).parents[2] / "sdk"
KEYS = {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "s"}


class TestPackage:
    @pytest.mark.parametrize("file", sorted(SDK.rglob("*.py")), ids=lambda file: str(file.relative_to(SDK)))
    def test_python_3_8_can_read_it(self, file: Path) -> None:
        tree = ast.parse(file.read_text(), feature_version=(3, 8))
        assert "from __future__ import annotations" in file.read_text() or not any(
            isinstance(node, ast.AnnAssign) for node in ast.walk(tree)
        )

    def test_it_knows_nothing_of_the_server(self) -> None:
        for file in (SDK / "src" / "moxing").rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
                assert {name.partition(".")[0] for name in names} <= {*sys.stdlib_module_names, "moxing", ""}, file


class TestImporting:
    def run(self, code: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PATH": os.defpath, "PYTHONPATH": str(SDK / "src"), **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout + done.stderr

    def test_it_says_its_version_and_shows_lines_from_info_on(self) -> None:
        said = self.run("import moxing, logging; logging.info('seen')").splitlines()
        assert said[0].startswith("INFO:root:Using MoXing-v")
        assert said[1].startswith("INFO:root:Using OBS-Python-SDK-")
        assert said[2] == "INFO:root:seen"

    def test_children_do_not_say_it_again(self) -> None:
        said = self.run(
            "import moxing, subprocess, sys; subprocess.run([sys.executable, '-c', 'import moxing.file'], check=True)"
        )
        assert said.count("Using MoXing") == 1

    def test_silent_mode(self) -> None:
        assert self.run("import moxing, logging; logging.info('seen')", MOX_SILENT_MODE="1") == "INFO:root:seen\n"

    def test_switches_are_read_from_the_environment(self) -> None:
        code = "from moxing.framework.file import file_io as f; print(f._LARGE_FILE_METHOD, f._limits())"
        said = self.run(code, MOX_SILENT_MODE="1", MOX_FILE_LARGE_FILE_METHOD="2", MOX_FILE_LARGE_FILE_TASK_NUM="3",
                        MOX_FILE_LARGE_FILE_PART_SIZE="52428800", MOX_FILE_PARTIAL_MAXIMUM_SIZE="104857600")  # fmt: skip
        assert said == "2 Limits(tasks=3, part_bytes=52428800, parallel_bytes=104857600)\n"

    def test_the_level_can_be_changed(self) -> None:
        level = logging.getLogger().level
        runtime.reset_logger(level=logging.WARNING)
        assert logging.getLogger().level == logging.WARNING
        runtime.reset_logger(level)


class TestSwitches:
    def test_method_1_counts_processes_and_method_2_tasks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from moxing.framework.file import file_io  # noqa: PLC0415 - as scripts do

        monkeypatch.setattr(file_io, "_NUMBER_OF_PROCESSES", 1)
        monkeypatch.setattr(file_io, "_LARGE_FILE_TASK_NUM", 5)
        assert file_io._limits().tasks == 5
        monkeypatch.setattr(file_io, "_LARGE_FILE_METHOD", 1)
        assert file_io._limits().tasks == 1


class TestEndpoint:
    @pytest.mark.parametrize(
        ("environment", "url"),
        [
            ({"S3_ENDPOINT": "http://host:9000"}, "http://host:9000"),
            ({"S3_ENDPOINT": "host:9000"}, "https://host:9000"),
            ({"S3_ENDPOINT": "host"}, "https://host"),
            ({"S3_ENDPOINT": "host", "S3_USE_HTTPS": "0"}, "http://host"),
            ({"S3_ENDPOINT": "https://host/", "S3_USE_HTTPS": "0"}, "https://host"),
            ({"S3_ENDPOINT": "http://[::1]:9000/"}, "http://[::1]:9000"),
            ({"OBS_ENDPOINT": "http://host:9000"}, "http://host:9000"),
            ({"AWS_ENDPOINT_URL": "http://host:9000/base/"}, "http://host:9000/base"),
        ],
    )
    def test_from_the_environment(self, environment: dict[str, str], url: str) -> None:
        assert read_settings(Auth(), {**KEYS, **environment}).endpoint.url == url

    def test_from_set_auth(self) -> None:
        environment = {**KEYS, "S3_ENDPOINT": "https://other"}
        assert read_settings(Auth(server="host", port=90, is_secure=False), environment).endpoint.url == "http://host:90"

    @pytest.mark.parametrize("text", ["", "ftp://host", "http://", "http://host:port"])
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(MoxFileConfigException, match=r"S3_ENDPOINT|endpoint"):
            read_settings(Auth(), {**KEYS, "S3_ENDPOINT": text})

    def test_words_to_set_auth_add_up(self) -> None:
        auth = Auth().told({"ak": "a", "sk": "s", "security_token": "t", "retry": None}).told({"server": "host", "retry": 20})
        settings = read_settings(auth, {})
        assert (settings.keys(False), settings.retries, settings.path_style) == (Keys("a", "s", "t"), 20, True)
        assert read_settings(auth.told({"ak": "b", "sk": "s"}), {}).keys(False) == Keys("b", "s")

    def test_extra_words_to_set_auth_are_ignored(self) -> None:
        mox.file.set_auth(obs_client_log=False, negotiation=False)


class TestKeys:
    def read(self, environment: dict[str, str]) -> Keys:
        return read_settings(Auth(), {"S3_ENDPOINT": "host", **environment}).keys(False)

    def test_the_names_of_all_clients_are_known(self) -> None:
        assert self.read({**KEYS, "SECURITY_TOKEN": "t", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}) == Keys(
            "a", "s", "t"
        )
        assert self.read({"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_SESSION_TOKEN": "t"}) == Keys(
            "x", "y", "t"
        )
        assert self.read({"HUAWEICLOUD_SDK_AK": "x", "HUAWEICLOUD_SDK_SK": "y"}) == Keys("x", "y")

    @pytest.mark.parametrize("variable", ["AWS_SHARED_CREDENTIALS_FILE", "CREDENTIAL_PROFILES_FILE", "HOME"])
    def test_aws_files(self, variable: str, tmp_path: Path) -> None:
        file = tmp_path / ".aws" / "credentials"
        file.parent.mkdir()
        file.write_text(
            "[default]\naws_access_key_id = x\naws_secret_access_key = y%\n"
            "[other]\naws_access_key_id = o\naws_secret_access_key = p\naws_session_token = q\n"
        )
        place = {variable: str(tmp_path if variable == "HOME" else file)}
        assert self.read({"HOME": "/nowhere", **place}) == Keys("x", "y%")
        assert self.read({"HOME": "/nowhere", **place, "AWS_PROFILE": "other"}) == Keys("o", "p", "q")

    def test_without_keys_it_says_what_to_set(self) -> None:
        with pytest.raises(MoxFileConfigException, match="set ACCESS_KEY_ID and SECRET_ACCESS_KEY"):
            self.read({"HOME": "/nowhere"})


class TestSigning:
    @pytest.mark.parametrize("token", ["", "a token/+="])
    @pytest.mark.parametrize(
        ("method", "path", "query", "amz"),
        [
            ("GET", "/bucket/a ü+(1)~*.txt", [], {}),
            ("GET", "/bucket", [("prefix", "a b/ü&="), ("list-type", "2"), ("delimiter", "/")], {}),
            ("POST", "/bucket", [("delete", "")], {}),
            (
                "PUT",
                "/bucket/key",
                [("partNumber", "10"), ("uploadId", "x")],
                {"x-amz-copy-source": "/b/k%20", "x-amz-meta-a": "1"},
            ),
        ],
    )
    def test_it_signs_as_botocore_does(
        self, method: str, path: str, query: list[tuple[str, str]], amz: dict[str, str], token: str
    ) -> None:
        sent_path, sent_query = encode_path(path), encode_query(query)
        ours = Signer("us-east-1").headers(Keys("AK", "SK", token), method, sent_path, sent_query, "host:9000", amz)

        url = f"http://host:9000{sent_path}" + (f"?{sent_query}" if sent_query else "")
        request = AWSRequest(method, url, headers={**amz, "host": urlsplit(url).netloc})
        request.context["payload_signing_enabled"] = False
        auth = S3SigV4Auth(Credentials("AK", "SK", token or None), "s3", "us-east-1")
        request.context["timestamp"] = ours["x-amz-date"]
        request.headers["X-Amz-Content-SHA256"] = "UNSIGNED-PAYLOAD"
        if token:
            request.headers["X-Amz-Security-Token"] = token
        text = auth.string_to_sign(request, "\n".join(canonical(auth, request, ours["x-amz-date"])))
        assert ours["authorization"].rpartition("=")[2] == auth.signature(text, request)


def canonical(auth: S3SigV4Auth, request: AWSRequest, stamp: str) -> list[str]:
    """Return the canonical request of botocore for a moment of ours."""
    request.headers["X-Amz-Date"] = stamp
    headers = auth.headers_to_sign(request)
    return [
        request.method.upper(),
        auth._normalize_url_path(urlsplit(request.url).path),
        auth.canonical_query_string(request),
        auth.canonical_headers(headers) + "\n",
        auth.signed_headers(headers),
        "UNSIGNED-PAYLOAD",
    ]


class TestURLs:
    @pytest.mark.parametrize("text", ["obs://b/k", "s3://b/k", "S3://b/k", "OBS://b/k", "obs:/b/k"])
    def test_stored(self, text: str) -> None:
        found = find_stored(text)
        assert found is not None
        assert (found.bucket, found.key) == ("b", "k")

    @pytest.mark.parametrize("text", ["/b/k", "b/k", "file:///b", "obs", "obs:///k", "obsx://b/k", 3, None, b"obs://b/k"])
    def test_not_stored(self, text: object) -> None:
        assert find_stored(text) is None
