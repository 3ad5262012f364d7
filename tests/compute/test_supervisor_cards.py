"""What the tools of accelerators say. The texts have the public formats of the tools; no card was there to ask."""

import time
from pathlib import Path

import pytest

from modelyard.compute.adapters import devices
from modelyard.compute.supervisor.cards import Cards, answers, questions
from modelyard.compute.supervisor.polling import Poller

USAGES = """\
\tNPU ID                         : 1
\tChip Count                     : 1

\tDDR Capacity(MB)               : 0
\tDDR Usage Rate(%)              : 0
\tDDR Hugepages Total(page)      : 0
\tHBM Capacity(MB)               : 65536
\tHBM Usage Rate(%)              : 37
\tAicore Usage Rate(%)           : 81
\tAivector Usage Rate(%)         : 0
\tAicpu Usage Rate(%)            : 3
\tCtrlcpu Usage Rate(%)          : 1
\tDDR Bandwidth Usage Rate(%)    : 0
\tHBM Bandwidth Usage Rate(%)    : 12
\tChip ID                        : 0
"""


class TestWords:
    def test_nvidia(self) -> None:
        command = questions({"kind": "gpu", "numbers": [0, 3], "program": "/bin/nvidia-smi"})

        assert command == [
            [
                "/bin/nvidia-smi",
                "-i",
                "0,3",
                "--query-gpu=utilization.gpu,memory.used,memory.total",
                "--format=csv,noheader,nounits",
            ]
        ]
        assert answers("gpu", ["87, 40720, 81559\n0, 1, 81559\n"]) == ((87.0, 49.9), (0.0, 0.0))
        assert answers("gpu", ["[N/A], [N/A], [N/A]\n"]) == ((0.0, 0.0),)

    def test_ascend(self) -> None:
        command = questions({"kind": "npu", "numbers": [0, 1], "program": "npu-smi"})

        assert command == [["npu-smi", "info", "-t", "usages", "-i", number] for number in ("0", "1")]
        assert answers("npu", [USAGES, USAGES.replace(": 81", ": 5")]) == ((81.0, 37.0), (5.0, 37.0))
        assert answers("npu", [USAGES.replace(": 81", ": 5") + USAGES]) == ((43.0, 37.0),)

    @pytest.mark.parametrize(("kind", "text"), [("gpu", "No devices were found\n"), ("gpu", "1, 2\n"), ("npu", "error\n")])
    def test_what_is_no_answer_is_none(self, kind: str, text: str) -> None:
        assert answers(kind, [text]) == ()

    def test_without_cards_nothing_is_asked(self) -> None:
        assert devices.watched(False, ())["program"] == ""


class TestAsking:
    def cards(self, tmp_path: Path, script: str, kind: str = "npu") -> tuple[Cards, Poller]:
        program = tmp_path / "tool"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        poller = Poller()
        return Cards({"cards": {"kind": kind, "numbers": [0, 1], "program": str(program)}}, poller), poller

    def test_each_card_is_asked_and_the_answer_kept(self, tmp_path: Path) -> None:
        (tmp_path / "text").write_text(USAGES)
        cards, poller = self.cards(tmp_path, f"cat {tmp_path}/text")
        cards.ask()
        cards.ask()

        assert poller.wait(lambda: bool(cards.use), 30)
        assert cards.use == ((81.0, 37.0), (81.0, 37.0))
        cards.close()

    def test_a_tool_that_hangs_is_given_up(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        cards, _ = self.cards(tmp_path, "exec sleep 600")
        cards.use = ((1.0, 1.0),)
        cards.ask()
        begun = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: begun + 60)
        cards.ask()

        assert not cards.use

    def test_a_tool_that_cannot_be_run_says_nothing(self, tmp_path: Path) -> None:
        poller = Poller()
        cards = Cards({"cards": {"kind": "gpu", "numbers": [0], "program": str(tmp_path)}}, poller)
        cards.ask()
        cards.close()

        assert cards.use == ()
