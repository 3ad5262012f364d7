"""Loops of datasets."""

from datetime import timedelta

from modelyard.core.loops import Periodic, Runner
from modelyard.datasets.loops.keeping import WorkerKeeper
from modelyard.datasets.loops.teams import TeamLoop, days
from modelyard.datasets.service import pre_labelling, previews
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.sweeping import sweep
from modelyard.datasets.service.thinning import thin


def runners(context: DatasetsContext) -> list[Runner]:
    """Return the loops of datasets."""
    return [
        Periodic("datasets.sweep", timedelta(seconds=30), lambda: sweep(context)),
        Periodic("datasets.thinning", timedelta(hours=24), lambda: thin(context)),
        Periodic("datasets.previews", timedelta(minutes=30), lambda: previews.tidy(context)),
        Periodic("datasets.pre_labelling", timedelta(seconds=20), lambda: pre_labelling.sweep(context)),
        WorkerKeeper(context),
        TeamLoop(context),
        days(context),
    ]
