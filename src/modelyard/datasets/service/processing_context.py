"""What the use cases of processing need besides those of datasets: compute, and where runs are prepared."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from modelyard.compute.service.context import ComputeContext
from modelyard.core.db import Database
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.settings import ProcessingSettings

LOOP = "datasets.processing"


@dataclass(frozen=True)
class ProcessingContext:
    """Built once at start and kept as `app.state.processing`.

    runs: the directory below which the instructions of each run lie. wake: hints the loop of runs.
    """

    datasets: DatasetsContext
    compute: ComputeContext
    runs: Path
    wake: Callable[[], None] = lambda: None

    @property
    def database(self) -> Database:
        """Where rows are."""
        return self.datasets.database

    @property
    def settings(self) -> ProcessingSettings:
        """Limits of processing."""
        return self.datasets.settings.processing


def context_of(request: Request) -> ProcessingContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ProcessingContext = request.app.state.processing
    return context
