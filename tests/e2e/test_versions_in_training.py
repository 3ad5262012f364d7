"""Versions of datasets as inputs of training jobs: the manifest, and the files that it names, on a running platform."""

import time
from typing import Any

import httpx
import pytest

from e2e.labelled import Labelled, label, plain
from e2e.training_jobs import Jobs
from modelyard.iam.testing import sign_request
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

WITHIN_SECONDS = 240
# Nothing but the input directory: what follows the folder of the version in a source is a path in it.
BESIDE = """
import argparse, glob, json, os
parser = argparse.ArgumentParser()
parser.add_argument("--data_url")
folder = parser.parse_known_args()[0].data_url
manifest = glob.glob(os.path.join(folder, "*.manifest"))[0]
for line in map(json.loads, open(manifest)):
    path = os.path.join(folder, "data", line["source"].partition("/data/")[2])
    content = open(path, "rb").read()
    print("read", line["annotation"][0]["name"], os.path.basename(path), content[:4] == b"\\x89PNG")
"""
# As scripts do on the cloud: the sources that the manifest names are fetched with the job's keys.
FETCHED = """
import argparse, json, os
import moxing as mox
parser = argparse.ArgumentParser()
parser.add_argument("--data_url")
parser.add_argument("--manifest")
known = parser.parse_known_args()[0]
here = str(mox.file.copy_manifest(os.path.join(known.data_url, known.manifest), "/tmp/pictures"))
for line in map(json.loads, open(here)):
    content = open(line["source"], "rb").read()
    print("read", line["annotation"][0]["name"], content[:4] == b"\\x89PNG")
"""


def trees(platform: ThrowawayPlatform) -> Labelled:
    """A dataset of an oak and two birches."""
    made = Labelled(platform, 0, [label("oak"), label("birch")])
    made.add(oak__png=plain(20, 10), birch__png=plain(30, 10), twin__png=plain(30, 10))
    for sample in made.samples():
        made.label(sample, {"name": "oak" if sample["sample_name"] == "oak.png" else "birch"})
    return made


def published(made: Labelled, **wanted: Any) -> dict[str, Any]:
    """Publish a version and wait until it keeps its files."""
    version_id = made.call("POST", f"/{made.id}/versions", wanted)["version_id"]
    late = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < late:
        found: dict[str, Any] = made.call("GET", f"/{made.id}/versions/{version_id}")
        assert found["status"] != 4, found
        if found["status"] == 1 and found["files"]["state"] == "kept":
            return found
        time.sleep(0.3)
    raise AssertionError(found)


def submitted(jobs: Jobs, program: str, made: Labelled, version: dict[str, Any], **parameters: Any) -> str:
    """Start a job that takes a version, and return its id."""
    body = jobs.body(f"{program}-{version['version_name']}", program, **parameters)
    dataset = {"id": made.id, "version_id": version["version_id"]}
    body["algorithm"]["inputs"] = [{"name": "data_url", "remote": {"dataset": dataset}}]
    job_id: str = jobs.call("POST", "training-jobs", body)["metadata"]["id"]
    return job_id


class TestVersionsInTraining:
    def test_a_job_finds_the_files_beside_the_manifest(self, platform: ThrowawayPlatform) -> None:
        jobs, made = Jobs(platform), trees(platform)
        jobs.upload("beside", BESIDE)
        version = published(made, version_name="whole", export_images=True)

        job_id = submitted(jobs, "beside", made, version)
        job = jobs.wait(job_id)

        assert job["status"]["phase"] == "Completed", jobs.log(job_id)
        said = jobs.log(job_id)
        assert [f"read {each} True" in said for each in ("oak oak.png", "birch birch.png", "birch twin.png")] == [True] * 3
        assert (version["files"]["kept"], version["files"]["lost"]) == (3, 0)

    def test_a_job_fetches_what_the_manifest_names_and_the_copies_when_that_is_gone(self, platform: ThrowawayPlatform) -> None:
        jobs, made = Jobs(platform), trees(platform)
        jobs.upload("fetched", FETCHED)
        version = published(made, version_name="named")
        before = submitted(jobs, "fetched", made, version, manifest="named.manifest")
        assert jobs.wait(before)["status"]["phase"] == "Completed", jobs.log(before)
        bucket, _, key = made.sample("oak.png")["sample_dir"].lstrip("/").partition("/")
        assert bucket == made.bucket
        made.drop(f"{key}oak.png")

        version |= {"version_name": "kept"}
        after = submitted(jobs, "fetched", made, version, manifest="named.kept.manifest")
        assert jobs.wait(after)["status"]["phase"] == "Completed", jobs.log(after)

        assert [jobs.log(each).count("read ") for each in (before, after)] == [3, 3]
        uses = made.call("GET", f"/{made.id}/versions/{version['version_id']}/uses")
        assert {each["resource_id"] for each in uses["uses"]} == {before, after}

    def test_a_version_stays_while_a_job_takes_it_and_frees_its_copies_afterwards(self, platform: ThrowawayPlatform) -> None:
        jobs, made = Jobs(platform), trees(platform)
        jobs.upload("slow", "import time; print('began', flush=True); time.sleep(600)")
        version = published(made)
        url = f"{made.root}/{made.id}/versions/{version['version_id']}"
        folder = version["manifest_path"].lstrip("/").partition("/")[2].partition("annotation/")[0] + "files/"
        job_id = submitted(jobs, "slow", made, version)

        refused = httpx.request("DELETE", url, headers=sign_request(made.key, "DELETE", url))
        jobs.call("POST", f"training-jobs/{job_id}/actions", {"action_type": "terminate"})
        jobs.wait(job_id)
        held = jobs.store.list_objects_v2(Bucket=made.bucket, Prefix=folder)["KeyCount"]
        made.call("DELETE", f"/{made.id}/versions/{version['version_id']}")
        late = time.monotonic() + WITHIN_SECONDS
        while jobs.store.list_objects_v2(Bucket=made.bucket, Prefix=folder)["KeyCount"] and time.monotonic() < late:
            time.sleep(0.3)

        assert refused.json()["error_code"] == "ModelArts.4827"
        assert "slow-V001" in refused.json()["error_msg"]
        # The birches are one content.
        assert held == 2
        assert jobs.store.list_objects_v2(Bucket=made.bucket, Prefix=folder)["KeyCount"] == 0
