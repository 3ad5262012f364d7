"""The local engine and the real storage port: the gate decides, and says why not."""

from dataclasses import asdict
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters.local import StorageAccess
from modelyard.compute.ports import Credentials
from modelyard.compute.supervisor.storage import Store
from modelyard.compute.types import EndedBy, InputCopy, OutputSync
from modelyard.server.testing import ThrowawayPlatform

pytestmark = pytest.mark.platform

OUT = "/home/ma-user/modelarts/outputs/train_url_0"
IN = "/home/ma-user/modelarts/inputs/data_url_0"


class TestGate:
    async def test_inputs_and_outputs_pass_with_the_keys_of_the_owner(
        self, house: EngineHouse, platform: ThrowawayPlatform, tmp_path: Path
    ) -> None:
        keys = _keys_of(platform)
        access = StorageAccess(f"http://127.0.0.1:{platform.storage_port}")
        store = Store({**asdict(access), **asdict(keys)})
        store._ask("PUT", "engine-gate", "")
        (tmp_path / "object").write_bytes(b"1,2,3")
        with (tmp_path / "object").open("rb") as stream:
            store.put("engine-gate", "in/data set*.csv", [(stream.fileno(), 0, 5)])
        house.use_storage(access)

        end, log = await house.run(
            f"text = open('{IN}/data set*.csv').read()\nopen('{OUT}/copy 模型', 'w').write(text)",
            inputs=(InputCopy("data_url", "obs://engine-gate/in/", IN),),
            outputs=(OutputSync("train_url", "obs://engine-gate/out/", OUT),),
            mirror_log="obs://engine-gate/log/job.log",
            credentials=keys,
        )

        assert end.succeeded, log
        assert sorted(store.listed("engine-gate", "")) == sorted(
            [("in/data set*.csv", 5), ("out/copy 模型", 5), ("log/job.log", end.log_bytes)]
        )

        shared = (InputCopy("data_url", "obs://engine-gate/in/", IN, mounted=True),)
        for told in ("to keep it on this machine", "is on this machine already"):
            end, log = await house.run(f"print(open('{IN}/data set*.csv').read())", inputs=shared, credentials=keys)
            assert end.succeeded, log
            assert told in log
            assert "1,2,3" in log
        store.close()

    async def test_another_ones_bucket_is_refused_in_words(self, house: EngineHouse, platform: ThrowawayPlatform) -> None:
        house.use_storage(StorageAccess(f"http://127.0.0.1:{platform.storage_port}"))

        end, _ = await house.run(
            "1", inputs=(InputCopy("data_url", "obs://no-such-bucket-here/in/", IN),), credentials=_keys_of(platform)
        )

        assert end.ended_by is EndedBy.SETUP
        assert "obs://no-such-bucket-here/in/" in end.message
        assert "NoSuchBucket" in end.message


def _keys_of(platform: ThrowawayPlatform) -> Credentials:
    known = platform.credentials
    return Credentials(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], "", 2**50)
