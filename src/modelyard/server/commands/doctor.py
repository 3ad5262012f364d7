"""`modelyard doctor`."""

import argparse
import json
import os
import sys

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import DoctorFoundProblems
from modelyard.server.home import find_home, read_status, running_pid

_SIGNS = {"ok": "✓", "info": "·", "warn": "!", "fail": "✗"}
_COLOURS = {"ok": "32", "info": "2", "warn": "33", "fail": "31"}


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the form of the output."""
    add_home(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Check the machine and the platform. Raises DoctorFoundProblems when something is in the way of running."""
    from modelyard.server.doctor import Verdict, examine  # noqa: PLC0415 - sees the settings of all capabilities
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    home = find_home(arguments.home)
    _use_running_ports((read_status(home) or {}).get("endpoints", {}) if running_pid(home) else {})
    findings = []
    for finding in examine(home, settings_of(home)):
        findings.append(finding)
        if not arguments.json:
            _print(finding.as_json(language))
    if arguments.json:
        print(json.dumps([finding.as_json(language) for finding in findings], indent=2, ensure_ascii=False))
    failed = sum(finding.verdict is Verdict.FAIL for finding in findings)
    if failed:
        raise DoctorFoundProblems(count=failed)
    return 0


def _use_running_ports(endpoints: dict[str, str]) -> None:
    """Look at the ports that the platform really has: they may have been given on its command line."""
    for door, name in (("api", "PORT"), ("storage", "STORAGE_PORT")):
        if door in endpoints:
            os.environ[f"MODELYARD_GATEWAY__{name}"] = endpoints[door].rpartition(":")[2]


def _print(finding: dict[str, str]) -> None:
    sign = _SIGNS[finding["verdict"]]
    if sys.stdout.isatty():
        sign = f"\033[{_COLOURS[finding['verdict']]}m{sign}\033[0m"
    print(f"{sign} {finding['name']}: {finding['text']}", flush=True)
    if finding["remedy"]:
        print(f"    → {finding['remedy']}")
