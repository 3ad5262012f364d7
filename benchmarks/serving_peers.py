"""The whole path of a prediction, gateway and token included, beside other servers without either.

The same model of digits everywhere, one row of 64 numbers a request (see serving_runtime.py). Ours is asked through the gateway
with a token that it checks; each of the others is asked directly, as it comes. Both run at the same time and are asked in
turns by the same load generator, at 1, 16 and 64 connections; figures are medians of the rounds.
"""

import contextlib
import json
import statistics
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import serving_gateway
import serving_runtime
from modelyard.server.testing import ThrowawayPlatform
from serving_runtime import CONNECTIONS, OTHERS, Other, Target

OURS = "Modelyard, gateway and token"


def main(*, quick: bool) -> None:
    """Print requests a second and latencies of ours and of each of the others, and how many times theirs ours are."""
    seconds, rounds = (1.0, 1) if quick else (3.0, 3)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as name,
        contextlib.ExitStack() as stack,
        ThrowawayPlatform(Path(name) / "home") as platform,
    ):
        place = Path(name)
        replica = stack.enter_context(serving_gateway.sklearn(place))
        plain, v2 = serving_runtime.bodies(place, json.loads((place / "row.json").read_text()))
        serving_gateway.publish(platform, {"digits": replica})
        token = ("X-Auth-Token", serving_gateway.token_of(platform))
        ours = Target(f"127.0.0.1:{platform.port}", "/v1/infers/token-digits", plain, (token,))
        for other in OTHERS[:1] if quick else OTHERS:
            try:
                compare(other, place, ours, v2 if other.is_v2 else plain, seconds=seconds, rounds=rounds)
            except (subprocess.SubprocessError, TimeoutError, OSError) as error:  # noqa: PERF203 - each may be left out
                print(f"{other.name:24} left out: {serving_runtime.why(error)}")


def compare(other: Other, place: Path, ours: Target, body: Path, *, seconds: float, rounds: int) -> None:
    """Ask ours and one of the others in turns, and print."""
    with serving_runtime.started(other, place, body) as (process, theirs):
        serving_runtime.first_answer(process, theirs)
        for connections in CONNECTIONS:
            found: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for number in range(rounds):
                pair = [(OURS, ours), (other.name, theirs)]
                for name, target in pair if number % 2 else reversed(pair):
                    answer = serving_runtime.ask(target, connections=connections, seconds=seconds, warm_up=min(2, seconds))
                    if set(answer.get("statuses", {})) != {"200"}:
                        raise OSError(f"{name} answered {answer}")
                    found[name].append(answer)
            rates = {name: middle(answers, "requests_per_second") for name, answers in found.items()}
            for name, answers in sorted(found.items()):
                p50, p99 = middle(answers, "p50"), middle(answers, "p99")
                times = f", {rates[OURS] / rates[other.name]:.1f} x {other.name}" if name == OURS else ""
                print(
                    f"{connections:3} connections, {name:28} {rates[name]:8,.0f}/s, p50 {p50:7.2f} ms, p99 {p99:7.2f} ms{times}"
                )


def middle(answers: list[dict[str, Any]], figure: str) -> float:
    """Return the median of a figure."""
    return statistics.median(answer[figure] for answer in answers)
