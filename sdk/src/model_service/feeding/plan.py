"""What a worker of a batch service is to do."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field, fields
from typing import Any, Mapping

VARIABLE = "MODEL_SERVICE_BATCH"


class PlanProblem(Exception):
    """The plan is missing or cannot be meant."""


@dataclass(frozen=True)
class Plan:
    """The work of all workers, and which of them this one is.

    task_id: stands in the names of results; the same for as long as the same inputs go to the same model the same way.
    run: which start of the service this is; inputs that failed in an earlier one are tried again.
    source: `obs://bucket/folder/`, or a manifest. target: a folder, with a slash at its end.
    mapping: `file` sends each input as the form field `parameter`; `csv` sends rows by `rule`.
    joins: several rows may go to the model in one request.
    server: how the model server is started; `{socket}` stands for the socket that it listens on, unless that is a `port`.
    health_path: empty where it is enough that connections are taken.
    """

    task_id: str
    source: str
    target: str
    mapping: str
    server: tuple[str, ...]
    port: int = 0
    run: int = 1
    worker: int = 0
    workers: int = 1
    rule: Mapping[str, Any] = field(default_factory=dict)
    parameter: str = "file"
    path: str = "/"
    method: str = "POST"
    joins: bool = False
    health_path: str = "/health"
    ready_seconds: float = 1200.0
    request_seconds: float = 600.0
    largest_bytes: int = 12 * 2**20
    in_flight: int = 8
    rows_together: int = 256
    manifest_lines: int = 100_000

    @property
    def results(self) -> str:
        """The folder of the results."""
        return f"{self.target}infer-result-{self.task_id}/"

    @property
    def records(self) -> str:
        """The folder of the records of what is done."""
        return f"{self.target}infer-result-{self.task_id}.records/"


def read_plan(environment: Mapping[str, str] = os.environ) -> Plan:
    """Return the plan that the platform wrote. Raises PlanProblem."""
    text = environment.get(VARIABLE, "")
    if not text:
        raise PlanProblem(f"{VARIABLE} is not set; batch workers are started by the platform")
    try:
        given = json.loads(base64.b64decode(text))
        known = {one.name for one in fields(Plan)}
        values = {name: value for name, value in given.items() if name in known}
        return Plan(**{**values, "server": tuple(values["server"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PlanProblem(f"{VARIABLE} is no plan: {error}") from error
