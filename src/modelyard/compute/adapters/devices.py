"""The accelerators of this machine: which there are, and which files of /dev a task needs to use some of them."""

import re
import shutil
import subprocess
from pathlib import Path

_NVIDIA_COMMON = ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset")
_ASCEND_COMMON = ("/dev/davinci_manager", "/dev/devmm_svm", "/dev/hisi_hdc", "/dev/dvpp_cmdlist")
_SECONDS = 20
# Where the tool that gives cards their addresses (`hccn_tool`) keeps them.
_ADDRESSES = Path("/etc/hccn.conf")
_ADDRESS = re.compile(r"^\s*address_(\d{1,3})\s*=\s*([0-9A-Fa-f.:]{2,45})\s*$", re.MULTILINE)
# The tools of drivers are often not where the path of a service leads.
_MORE_PLACES = "/usr/local/sbin:/usr/local/bin:/usr/bin"


def gpus() -> tuple[str, ...]:
    """Return the product names of the NVIDIA cards, in the order of their numbers."""
    text = _output("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def npus() -> tuple[str, ...]:
    """Return the product names of the Ascend cards, in the order of their numbers."""
    count = len(list(Path("/dev").glob("davinci[0-9]*")))
    names = re.findall(r"^\|\s*\d+\s+(\S+)\s+\|", _output("npu-smi", "info"), re.MULTILINE)
    return tuple(f"Ascend {names[number]}" if number < len(names) else "Ascend" for number in range(count))


def gpu_files(numbers: tuple[int, ...]) -> list[str]:
    """Return the device files for these cards."""
    return [*_NVIDIA_COMMON, *(f"/dev/nvidia{number}" for number in numbers)] if numbers else []


def npu_files(numbers: tuple[int, ...]) -> list[str]:
    """Return the device files for these cards."""
    return [*_ASCEND_COMMON, *(f"/dev/davinci{number}" for number in numbers)] if numbers else []


def npu_addresses(file: Path = _ADDRESSES) -> dict[int, str]:
    """Return the network addresses of the Ascend cards of this machine by their numbers, as far as they were configured."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {int(number): address for number, address in _ADDRESS.findall(text)}


def watched(is_npu: bool, numbers: tuple[int, ...]) -> dict[str, object]:
    """Return how the use of some cards is asked for; without cards or without the tool for them, it is not."""
    tool = "npu-smi" if is_npu else "nvidia-smi"
    program = (shutil.which(tool) or shutil.which(tool, path=_MORE_PLACES)) if numbers else None
    return {"kind": "npu" if is_npu else "gpu", "numbers": list(numbers), "program": program or ""}


def _output(program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        return ""
    try:
        done = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
