"""Versions with VOC files and masks on a running platform, by signed requests."""

import json
import secrets
import time
from xml.etree import ElementTree as ET

import pytest

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from conformance.test_datasets_versions import picture
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 240


class TestAnnotationFiles:
    def test_the_manifest_leads_to_the_file_and_that_to_the_mask(self, platform: ThrowawayPlatform) -> None:
        people, project = People(platform), platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        owner, store, bucket = DataCaller(platform, project, people.admin), s3(platform, people.admin), name_of_bucket()
        store.create_bucket(Bucket=bucket)
        body = {
            "dataset_name": f"streets-{secrets.token_hex(4)}",
            "dataset_type": 3,
            "data_sources": [],
            "work_path": f"/{bucket}/work/",
            "work_path_type": 0,
            "labels": [{"name": "car"}],
        }
        dataset = {"dataset_id": owner.do("CreateDataset", body)["dataset_id"]}
        area = {"@modelarts:shape": "polygon", "@modelarts:feature": [[1, 1], [6, 1], [6, 6], [1, 6]]}
        sample = {"name": "1.png", "data": picture(16), "labels": [{"name": "car", "property": area}]}
        owner.do("UploadSamplesJson", {"samples": [sample], "final_annotation": True}, **dataset)

        created = owner.do("CreateDatasetVersion", {"annotation_format": "VOC"}, **dataset)
        ask = {**dataset, "version_id": created["version_id"]}
        deadline = time.monotonic() + LONGEST_SECONDS
        while (version := owner.do("DescribeDatasetVersion", **ask))["status"] == 0:
            assert time.monotonic() < deadline, version
            time.sleep(0.3)

        assert version["status"] == 1, version

        def content(place: str) -> bytes:
            key = place.partition(f"{bucket}/")[2]
            return bytes(store.get_object(Bucket=bucket, Key=key)["Body"].read())

        (line,) = content(version["manifest_path"]).splitlines()
        (entry,) = json.loads(line)["annotation"]
        assert (entry["type"], entry["annotation-format"]) == ("modelarts/image_segmentation", "PASCAL VOC")
        root = ET.fromstring(content(entry["annotation-loc"]))
        assert (root.findtext("filename"), root.findtext("object/name"), root.findtext("segmented")) == ("1.png", "car", "1")
        assert (root.findtext("size/width"), root.findtext("object/polygon/x2")) == ("16", "6")
        assert content(root.findtext("mask_source") or "").startswith(b"\x89PNG")
