"""What the use cases of datasets need."""

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from modelyard.core.access import Gatekeeper
from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.core.sealing import Sealer
from modelyard.datasets.adapters.other_files import OpenS3
from modelyard.datasets.ports import Decoder, Predictor, StartWorker
from modelyard.datasets.settings import DatasetsSettings
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.service.signed_urls import KeyRing


@dataclass(frozen=True)
class DatasetsContext:
    """Built once at start and kept as `app.state.datasets`. keys: what links to files of samples are signed with.

    start_worker: starts a process for long work, with a name for its leases; None where there is no need of one.
    decoder: opens pictures. thumbnails: a folder for what it made of them; None to keep nothing.
    sealer: for credentials of other stores. open_s3: opens such stores that speak S3.
    predictor: has models label.
    """

    database: Database
    gatekeeper: Gatekeeper
    objects: ObjectsContext
    settings: DatasetsSettings = field(default_factory=DatasetsSettings)
    clock: Clock = field(default_factory=SystemClock)
    keys: KeyRing = field(default_factory=KeyRing)
    start_worker: StartWorker | None = None
    decoder: Decoder | None = None
    thumbnails: Path | None = None
    sealer: Sealer | None = None
    open_s3: OpenS3 | None = None
    predictor: Predictor | None = None


def context_of(request: Request) -> DatasetsContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: DatasetsContext = request.app.state.datasets
    return context
