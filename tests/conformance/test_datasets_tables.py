"""Tables on a running platform: imported, published as CSV, read back, by signed requests."""

import csv
import io
import secrets
import time
from typing import Any

import pytest

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 240


def ended(ask: Any, states: set[Any]) -> Any:
    """Ask until the status is one of these."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while (found := ask())["status"] not in states:
        assert time.monotonic() < deadline, found
        time.sleep(0.3)
    return found


class TestVersionsOfTables:
    def test_the_rows_of_a_table_are_published_as_csv(self, platform: ThrowawayPlatform) -> None:
        people, project = People(platform), platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        owner, store, bucket = DataCaller(platform, project, people.admin), s3(platform, people.admin), name_of_bucket()
        store.create_bucket(Bucket=bucket)
        store.put_object(Bucket=bucket, Key="in/a.csv", Body=b'age,name\n5,"a\nb"\n6,=1+1\n')
        source = {"data_type": 0, "data_path": f"/{bucket}/in/", "with_column_header": True}
        body = {
            "dataset_name": f"ages-{secrets.token_hex(4)}",
            "dataset_type": 400,
            "data_sources": [source],
            "work_path": f"/{bucket}/work/",
            "work_path_type": 0,
            "schema": [{"schema_id": 1, "name": "age", "type": "INT"}, {"schema_id": 2, "name": "name", "type": "STRING"}],
            "import_data": True,
        }
        made = owner.do("CreateDataset", body)
        dataset = {"dataset_id": made["dataset_id"]}
        ended(lambda: owner.do("DescImportTask", **dataset, task_id=made["import_task_id"]), {"COMPLETED", "FAILED"})

        wanted = {"version_format": "CSV", "with_column_header": True}
        created = owner.do("CreateDatasetVersion", wanted, **dataset)
        version = ended(
            lambda: owner.do("DescribeDatasetVersion", **dataset, version_id=created["version_id"]),
            {1, 4},
        )

        assert (version["status"], version["version_format"], version["total_sample_count"]) == (1, "CSV", 2), version
        assert owner.do("ListDatasetVersions", **dataset, version_format=2)["total_number"] == 1
        folder = version["data_path"].lstrip("/").partition("/")[2]
        (found,) = store.list_objects_v2(Bucket=bucket, Prefix=folder)["Contents"]
        content = store.get_object(Bucket=bucket, Key=found["Key"])["Body"].read().decode()
        assert list(csv.reader(io.StringIO(content))) == [["age", "name"], ["5", "a\nb"], ["6", "\t=1+1"]]
        assert owner.refused("CreateDatasetVersion", {"version_format": "CarbonData"}, **dataset) == "Modelyard.7530"
