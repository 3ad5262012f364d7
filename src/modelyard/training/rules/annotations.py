"""What the annotations of a job ask for. The names before the slash are those of the public API, or ours."""

from modelyard.compute.types import OnFailure, Restart
from modelyard.training.types import Draft, Launcher, NodeOutputs

RETRIES = "fault-tolerance/job-retry-num"
UNCONDITIONAL = "fault-tolerance/job-unconditional-retry"
LAUNCHER = "modelyard/launcher"
PROCESSES = "modelyard/processes-per-node"
CONTINUATIONS = "modelyard/continuations"
RENDEZVOUS = "modelyard/rendezvous-arguments"
GRACE = "modelyard/grace-seconds"
NODE_OUTPUTS = "modelyard/outputs-of-nodes"
MOUNTED_INPUTS = "modelyard/mounted-inputs"

OURS = (LAUNCHER, PROCESSES, CONTINUATIONS, RENDEZVOUS, GRACE, NODE_OUTPUTS, MOUNTED_INPUTS)
# Features of the public API that the platform does not have; switched off they are no harm.
UNSUPPORTED = frozenset(
    {
        "job_template",
        "fault-tolerance/hang-retry",
        "fault-tolerance/hccl_op_retry",
        "fault-tolerance/pod-retry-num",
        "jupyter-lab/enable",
        "tensorboard/enable",
        "mindstudio-insight/enable",
        "performance_diagnosis_enabled",
        "record/code-dir",
    }
)
MOST_RETRIES = 3
MOST_CONTINUATIONS = 1000
MOST_PROCESSES = 1024
MOST_GRACE_SECONDS = 3600
_OFF = frozenset({"", "0", "false", "no", "off"})


def is_on(text: str) -> bool:
    """Return whether an annotation that is a switch is on."""
    return text.strip().lower() not in _OFF


def number_in(text: str, least: int, most: int) -> int | None:
    """Return a whole number in a range, None for anything else."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return None
    return int(digits) if least <= int(digits) <= most else None


def restart_of(draft: Draft) -> Restart:
    """Return what follows an attempt that did not succeed.

    The number of restarts stands for faults of a node or a device. With the unconditional switch they follow every
    failure, also one of the user's own process.
    """
    most = number_in(draft.annotation(RETRIES), 0, MOST_RETRIES) or 0
    continuations = number_in(draft.annotation(CONTINUATIONS), 0, MOST_CONTINUATIONS) or 0
    if most == 0:
        return Restart(continuations=continuations)
    on = OnFailure.FAILURE if is_on(draft.annotation(UNCONDITIONAL)) else OnFailure.FAULT
    return Restart(on=on, most=most, continuations=continuations)


def launcher_of(draft: Draft) -> Launcher:
    """Return what starts the boot file."""
    return Launcher.TORCHRUN if draft.annotation(LAUNCHER) == Launcher.TORCHRUN else Launcher.PYTHON


def node_outputs_of(draft: Draft) -> NodeOutputs:
    """Return where the nodes upload."""
    asked = draft.annotation(NODE_OUTPUTS)
    return NodeOutputs(asked) if asked in set(NodeOutputs) else NodeOutputs.TOGETHER


def mounted_inputs_of(draft: Draft) -> frozenset[str]:
    """Return the names of the inputs that are mounted; `*` stands for all."""
    names = frozenset(name.strip() for name in draft.annotation(MOUNTED_INPUTS).split(",")) - {""}
    return frozenset(channel.name for channel in draft.inputs) if "*" in names else names
