"""Names of jobs, parameters and variables, and which of them are the platform's own."""

import re

JOB_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
PARAMETER_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,8191}")

RENDEZVOUS_ARGUMENTS = ("init_method", "rank", "world_size")

# What the platform may set. People may give most of them another value, by an environment variable of their own.
PLATFORM_VARIABLES = frozenset(
    {
        *("PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "PYTHONPATH", "HOME", "USER"),
        *("MA_HOME", "MA_JOB_DIR", "MA_MOUNT_PATH", "MA_LOG_DIR", "MA_SCRIPT_INTERPRETER", "WORKSPACE"),
        *("MA_CURRENT_IP", "MA_CURRENT_INSTANCE_NAME", "MA_NUM_GPUS", "MA_NUM_HOSTS", "MA_TASK_NAME", "MA_TASK_INDEX"),
        *("MA_VJ_NAME", "MA_JOB_ID", "VC_TASK_INDEX", "VC_WORKER_NUM", "VC_WORKER_HOSTS"),
        *("MASTER_ADDR", "MASTER_PORT", "RANK", "LOCAL_RANK", "WORLD_SIZE", "NODE_RANK"),
        *("RANK_ID", "RANK_SIZE", "DEVICE_ID", "RANK_TABLE_FILE", "RANK_TABLE_FILE_V_1_0", "MAIN_PATH", "SAVE_PATH"),
        *("S3_ENDPOINT", "S3_VERIFY_SSL", "S3_USE_HTTPS", "MA_PIP_HOST", "MA_PIP_URL", "MA_APIGW_ENDPOINT"),
        *("MA_SKIP_IMAGE_DETECT", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SECURITY_TOKEN"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("AWS_CONFIG_FILE", "AWS_ENDPOINT_URL_S3", "AWS_EC2_METADATA_DISABLED"),
    }
)
_RESERVED_PREFIXES = ("MA_", "VC_", "MODELYARD_")

# The platform finds the task by these, or gives it its keys in them.
FIXED_PREFIX = "MODELYARD_"


def is_platform_variable(name: str) -> bool:
    """Return whether a parameter of this name would be taken for a variable of the platform."""
    return name in PLATFORM_VARIABLES or name.startswith(_RESERVED_PREFIXES)


def is_fixed_variable(name: str) -> bool:
    """Return whether nobody may set this variable but the platform."""
    return name.startswith(FIXED_PREFIX)
