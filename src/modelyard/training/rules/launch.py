"""From a job to the tasks of its workload: argument lists, variables, directories. Nothing here is ever a shell line.

Two lines for a shell exist: the start command of a job, which is its owner's own, and the fixed one that reads the
pre-start script of a code directory. What people wrote elsewhere is handed on as arguments, which no shell reads.
"""

import posixpath
import re
from collections.abc import Mapping

from modelyard.compute.types import RANK_TABLE, CodeCopy, Command, InputCopy, Mount, OutputSync, TaskSpec
from modelyard.training.rules import annotations, places
from modelyard.training.rules.names import PLATFORM_VARIABLES, RENDEZVOUS_ARGUMENTS
from modelyard.training.types import AccessMethod, CodeFacts, Draft, Launcher, NodeOutputs, Surroundings

ROLE = "worker"
REQUIREMENTS = ("requirements.txt", "pip-requirements.txt", "pip-requirement.txt")
HOOK_SHELL = ("ma-pre-start.sh", "ma_pre_start.sh")
HOOK_PYTHON = ("ma-pre-start.py", "ma_pre_start.py")

# The port of the first task at which the processes of a job meet.
_MEETING = "master"
_GRACE_SECONDS = 30
_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
# The script's exports have to reach the program, so it is read by the shell that then becomes the program.
_SOURCE = '. "$1" || { code=$?; echo "ma-pre-start ended with $code" >&2; exit "$code"; }; shift; exec "$@"'
# Ends of a command line after which arguments would be a mistake.
_NOT_SIMPLE = re.compile(r"[(){}<>#&]|(^|\s)(done|fi|esac)$")
_ARGUMENTS = re.compile(r"\$[@*]|\$\{[@*]")


def tasks_of(
    draft: Draft,
    *,
    job_id: str,
    code: CodeFacts,
    snapshot: str | None,
    surroundings: Surroundings,
    cards: int = 0,
    is_ascend: bool = False,
    is_pytorch: bool = False,
) -> tuple[TaskSpec, ...]:
    """Return one task for each node.

    snapshot: the directory of the platform that holds the code. cards: accelerators of one node. is_ascend: they are NPUs.
    is_pytorch: the engine is one that gets `--init_method`, `--rank` and `--world_size` on several nodes.
    """
    environments = environments_of(draft, job_id=job_id, surroundings=surroundings, cards=cards, is_ascend=is_ascend)
    return tuple(
        _task(draft, index, job_id=job_id, code=code, snapshot=snapshot, base=base, is_pytorch=is_pytorch, cards=cards)
        for index, base in enumerate(environments)
    )


def environments_of(
    draft: Draft, *, job_id: str, surroundings: Surroundings, cards: int = 0, is_ascend: bool = False
) -> list[dict[str, str]]:
    """Return the variables of each task: the platform's, then what the job declares, which wins."""
    # Programs read a file; launchers take the first for a directory with a table of another form, unless there is the second.
    ranks = {"RANK_TABLE_FILE": RANK_TABLE, "RANK_TABLE_FILE_V_1_0": RANK_TABLE} if is_ascend else {}
    own = _declared(draft)
    return [{**_platform(draft, index, job_id, surroundings, cards), **ranks, **own} for index in range(draft.node_count)]


def _platform(draft: Draft, index: int, job_id: str, surroundings: Surroundings, cards: int) -> dict[str, str]:
    nodes = draft.node_count
    job_dir = places.job_dir_of(draft)
    code = places.code_target(draft)
    addresses = [f"{{address:{ROLE}-{number}}}" for number in range(nodes)]
    domain = domain_of(job_id)
    instance = f"{domain}-{ROLE}-{index}"
    values = {
        "MA_HOME": places.HOME,
        "MA_JOB_DIR": job_dir,
        "MA_MOUNT_PATH": places.MOUNT,
        "MA_LOG_DIR": places.LOG_DIR,
        "MA_SCRIPT_INTERPRETER": "",
        "WORKSPACE": code or job_dir,
        "MAIN_PATH": code or job_dir,
        "MA_JOB_ID": job_id,
        "MA_VJ_NAME": domain,
        "MA_CURRENT_IP": addresses[index],
        "MA_CURRENT_HOST_IP": addresses[index],
        "MA_CURRENT_INSTANCE_NAME": instance,
        "MA_NUM_GPUS": str(cards),
        "MA_NUM_HOSTS": str(nodes),
        "MA_TASK_NAME": ROLE,
        "MA_TASK_INDEX": str(index),
        "MA_SKIP_IMAGE_DETECT": "1",
        "VC_TASK_INDEX": str(index),
        "VC_WORKER_NUM": str(nodes),
        # Names that each task finds in its /etc/hosts, and in /etc/volcano.
        "VC_WORKER_HOSTS": ",".join(f"{domain}-{ROLE}-{number}.{domain}" for number in range(nodes)),
        "MASTER_ADDR": addresses[0],
        "MASTER_PORT": f"{{port:{ROLE}-0/{_MEETING}}}",
        "NODE_RANK": str(index),
        "MA_APIGW_ENDPOINT": surroundings.api_endpoint,
        "S3_ENDPOINT": surroundings.storage_endpoint,
        "S3_USE_HTTPS": "1" if surroundings.storage_endpoint.startswith("https:") else "0",
        "S3_VERIFY_SSL": "0",
        "MODELYARD_CREDENTIALS_FILE": places.CREDENTIALS_FILE,
        # Clients of S3 find endpoint and keys by these; the keys are asked for anew before they expire.
        "AWS_CONFIG_FILE": places.S3_CONFIG_FILE,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": job_dir,
    }
    if annotations.launcher_of(draft) is not Launcher.TORCHRUN:
        # torchrun sets these for each of its processes.
        values |= {"RANK": str(index), "LOCAL_RANK": "0", "WORLD_SIZE": str(nodes)}
        values |= {"RANK_ID": str(index), "RANK_SIZE": str(nodes), "DEVICE_ID": "0"}
    if surroundings.storage_endpoint:
        values["AWS_ENDPOINT_URL_S3"] = surroundings.storage_endpoint
    if draft.outputs:
        values["SAVE_PATH"] = places.output_dir(0, draft.outputs[0])
    if surroundings.pip_index:
        values["MA_PIP_URL"] = surroundings.pip_index
        values["MA_PIP_HOST"] = surroundings.pip_index.split("://", 1)[-1].split("/", 1)[0]
    return values


def _declared(draft: Draft) -> dict[str, str]:
    values = {item.name: item.value for item in draft.parameters if item.access == AccessMethod.ENV}
    for number, channel in enumerate(draft.inputs):
        if channel.access == AccessMethod.ENV:
            values[channel.name] = places.input_dir(number, channel)
    for number, channel in enumerate(draft.outputs):
        if channel.access == AccessMethod.ENV:
            values[channel.name] = places.output_dir(number, channel)
    return values | dict(draft.environments)


def arguments_of(draft: Draft, environment: Mapping[str, str]) -> list[str]:
    """Return what the program is given: its parameters, inputs and outputs, as far as they are declared as arguments.

    `${NAME}` in the value of a parameter stands for a variable that the platform sets; other names stay as they are.
    """
    arguments = [
        f"--{item.name}={expand(item.value, environment)}" for item in draft.parameters if item.access == AccessMethod.PARAMETER
    ]
    arguments += [
        f"--{channel.name}={places.input_dir(number, channel)}"
        for number, channel in enumerate(draft.inputs)
        if channel.access == AccessMethod.PARAMETER
    ]
    arguments += [
        f"--{channel.name}={places.output_dir(number, channel)}"
        for number, channel in enumerate(draft.outputs)
        if channel.access == AccessMethod.PARAMETER
    ]
    return arguments


def expand(value: str, environment: Mapping[str, str]) -> str:
    """Put the values of the platform's variables for `${NAME}`, once and without looking at what was put in."""

    def replace(match: re.Match[str]) -> str:
        return environment.get(match[1], match[0]) if match[1] in PLATFORM_VARIABLES else match[0]

    return _REFERENCE.sub(replace, value)


def needs_rendezvous_arguments(draft: Draft, *, is_pytorch: bool) -> bool:
    """Return whether `--init_method`, `--rank` and `--world_size` are appended.

    They are on several nodes of a preset PyTorch engine, unless torchrun starts the program or the job declines them.
    """
    wanted = draft.annotation(annotations.RENDEZVOUS)
    declined = bool(wanted) and not annotations.is_on(wanted)
    on_nodes = draft.node_count > 1 and bool(draft.boot_file) and is_pytorch
    return on_nodes and not declined and annotations.launcher_of(draft) is Launcher.PYTHON


def command_of(
    draft: Draft, index: int, environment: Mapping[str, str], *, code: CodeFacts, is_pytorch: bool, cards: int
) -> list[str]:
    """Return the argument list that a task is started with."""
    arguments = arguments_of(draft, environment)
    if draft.command:
        return _own_command(draft.command, arguments)
    boot = f"{places.code_target(draft)}/{draft.boot_file}"
    if needs_rendezvous_arguments(draft, is_pytorch=is_pytorch):
        master = f"tcp://{environment['MASTER_ADDR']}:{environment['MASTER_PORT']}"
        values = (master, str(index), str(draft.node_count))
        arguments += [f"--{name}={value}" for name, value in zip(RENDEZVOUS_ARGUMENTS, values, strict=True)]
    program = [*_interpreter(draft, index, environment, cards), boot, *arguments]
    hook = _beside_boot(draft, code, HOOK_SHELL)
    return program if hook is None else ["bash", "-c", _SOURCE, "ma-pre-start", hook, *program]


def _interpreter(draft: Draft, index: int, environment: Mapping[str, str], cards: int) -> list[str]:
    if annotations.launcher_of(draft) is Launcher.PYTHON:
        return ["python"]
    asked = annotations.number_in(draft.annotation(annotations.PROCESSES), 1, annotations.MOST_PROCESSES)
    return [
        "python",
        "-m",
        "torch.distributed.run",
        f"--nnodes={draft.node_count}",
        f"--node-rank={index}",
        f"--nproc-per-node={asked or max(1, cards)}",
        f"--master-addr={environment['MASTER_ADDR']}",
        f"--master-port={environment['MASTER_PORT']}",
    ]


def _own_command(command: str, arguments: list[str]) -> list[str]:
    """Return how a start command is run. Its arguments are positional parameters of the shell, never part of its text."""
    line = command.rstrip().rstrip(";").rstrip()
    if arguments and takes_arguments(line):
        line = f'{line} "$@"'
    return ["bash", "-c", line, "command", *arguments]


def takes_arguments(line: str) -> bool:
    """Return whether arguments can be put behind a command line: its last command is a plain one and has none so far."""
    if _ARGUMENTS.search(line):
        return False
    last = re.split(r"&&|\|\||[;|\n]", line)[-1].strip()
    return bool(last) and _NOT_SIMPLE.search(last) is None


def domain_of(job_id: str) -> str:
    """Return what the tasks of a job have in common in their names on the network."""
    return f"modelarts-job-{job_id}"


def is_checked_before(draft: Draft, environment: Mapping[str, str]) -> bool:
    """Return whether nodes are looked at before the program starts: for jobs that start again after a fault.

    The variable says the opposite of its name: 0 switches the check off.
    """
    return annotations.restart_of(draft).most > 0 and environment["MA_SKIP_IMAGE_DETECT"] != "0"


def log_name(job_id: str, task: str) -> str:
    """Return the name of a task's log below the log path of its job."""
    return f"modelarts-job-{job_id}-{task}.log"


def _beside_boot(draft: Draft, code: CodeFacts, names: tuple[str, ...]) -> str | None:
    """Return where the first of these files is in the container, beside the boot file; None when there is none."""
    folder = posixpath.dirname(draft.boot_file)
    paths = (posixpath.join(folder, name) for name in names)
    found = next((path for path in paths if path in code.files), None)
    return None if found is None else f"{places.code_target(draft)}/{found}"


def _setup(draft: Draft, code: CodeFacts) -> tuple[Command, ...]:
    if not draft.boot_file:
        return ()
    steps = []
    requirements = next((name for name in REQUIREMENTS if name in code.files), None)
    if requirements is not None:
        path = f"{places.code_target(draft)}/{requirements}"
        pip = ("python", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", path)
        steps.append(Command(pip, label=requirements))
    hook = _beside_boot(draft, code, HOOK_PYTHON)
    if hook is not None:
        steps.append(Command(("python", hook), label=posixpath.basename(hook)))
    return tuple(steps)


def _task(
    draft: Draft,
    index: int,
    *,
    job_id: str,
    code: CodeFacts,
    snapshot: str | None,
    base: dict[str, str],
    is_pytorch: bool,
    cards: int,
) -> TaskSpec:
    target = places.code_target(draft)
    mounted = annotations.mounted_inputs_of(draft)
    inputs = tuple(
        InputCopy(channel.name, channel.url, places.input_dir(number, channel), mounted=channel.name in mounted)
        for number, channel in enumerate(draft.inputs)
    )
    outputs, begin, scratch = _outputs(draft, index)
    grace = annotations.number_in(draft.annotation(annotations.GRACE), 0, annotations.MOST_GRACE_SECONDS)
    name = f"{ROLE}-{index}"
    return TaskSpec(
        role=ROLE,
        index=index,
        argv=tuple(command_of(draft, index, base, code=code, is_pytorch=is_pytorch, cards=cards)),
        env=base,
        domain=domain_of(job_id),
        ports=(_MEETING,),
        precheck=is_checked_before(draft, base),
        working_dir=places.working_dir(draft),
        setup=_setup(draft, code),
        code=(CodeCopy(snapshot, target),) if snapshot is not None and target is not None else (),
        inputs=(*inputs, *begin),
        outputs=outputs,
        scratch=scratch,
        mounts=tuple(Mount(volume.source, volume.target, volume.read_only) for volume in draft.volumes),
        mirror_log=None if not draft.log_url else draft.log_url + log_name(job_id, name),
        grace_seconds=float(_GRACE_SECONDS if grace is None else grace),
    )


def _outputs(draft: Draft, index: int) -> tuple[tuple[OutputSync, ...], tuple[InputCopy, ...], tuple[str, ...]]:
    """Return what a node uploads, what it only begins with, and directories that it may write and nobody keeps."""
    continues = annotations.restart_of(draft).continuations > 0
    wanted = annotations.node_outputs_of(draft)
    own = f"{ROLE}-{index}/" if wanted is NodeOutputs.APART else ""
    syncs = tuple(
        OutputSync(
            channel.name,
            channel.url + own,
            places.output_dir(number, channel),
            predownload=channel.predownload or continues,
        )
        for number, channel in enumerate(draft.outputs)
    )
    if wanted is not NodeOutputs.FIRST or index == 0:
        return syncs, (), ()
    begin = tuple(InputCopy(sync.name, sync.source, sync.target) for sync in syncs if sync.predownload)
    return (), begin, tuple(sync.target for sync in syncs if not sync.predownload)
