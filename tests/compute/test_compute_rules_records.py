"""What goes into a row comes out of it again."""

from modelyard.compute.rules import records
from modelyard.compute.types import (
    CodeCopy,
    Command,
    EndedBy,
    HealthCheck,
    InputCopy,
    Mount,
    OutputSync,
    TaskEnd,
    TaskSpec,
)
from modelyard.images.types import ImageKind, RuntimeImage


class TestRecords:
    def test_tasks(self) -> None:
        full = TaskSpec(
            role="worker",
            index=3,
            argv=("python", "-c", "print('ä')"),
            env={"A": "$(whoami)"},
            setup=(Command(("pip", "install"), "requirements"),),
            code=(CodeCopy("/a", "/b"),),
            inputs=(InputCopy("data", "obs://b/k/", "/d"),),
            outputs=(OutputSync("out", "obs://b/o/", "/o", predownload=True),),
            mounts=(Mount("/m", "/n", read_only=False),),
            scratch=("/cache",),
            ports=("http",),
            sockets=("http",),
            health=HealthCheck(socket="http"),
            mirror_log="obs://b/log",
            grace_seconds=5.0,
        )

        assert records.load_specs(records.dump_specs((full, TaskSpec("ps", 0, ("true",))))) == (
            full,
            TaskSpec("ps", 0, ("true",)),
        )

    def test_ends(self) -> None:
        end = TaskEnd(EndedBy.MEMORY, signal=9, out_of_memory=True, last_lines=("a", "b"), started_at_ms=1, ended_at_ms=2)

        assert records.load_end(records.dump_end(end)) == end

    def test_images(self) -> None:
        image = RuntimeImage("python", ImageKind.OCI, "registry/python", "sha256:1", (("PATH", "/bin"),))

        assert records.load_image(records.dump_image(image)) == image
