"""Words of logs, measurements, stages and events."""

from modelyard.core.types import StrEnum


class LineSource(StrEnum):
    """Who wrote a line of a log: the platform, or the user's own program."""

    PLATFORM = "platform"
    USER = "user"


class LineLevel(StrEnum):
    """How bad a line of a log says that it is. PLAIN: it does not say."""

    PLAIN = "plain"
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Metric(StrEnum):
    """What is measured of a task; the first six are published names."""

    CPU_USAGE = "cpuUsage"
    MEM_USAGE = "memUsage"
    GPU_UTIL = "gpuUtil"
    GPU_MEM_USAGE = "gpuMemUsage"
    NPU_UTIL = "npuUtil"
    NPU_MEM_USAGE = "npuMemUsage"
    MEM_BYTES = "memBytes"
    DISK_BYTES = "diskBytes"
    READ_RATE = "readRate"
    WRITE_RATE = "writeRate"


class StageName(StrEnum):
    """Stages of one run of a job, in their order."""

    SCHEDULING = "scheduling"
    PREPARING = "preparing"
    RUNNING = "running"
    END = "end"


class EventLevel(StrEnum):
    """How bad an event of a job is; the published spellings."""

    INFO = "Info"
    WARNING = "Warning"
    ERROR = "Error"
