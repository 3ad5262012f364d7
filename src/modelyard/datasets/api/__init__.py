"""Routes of datasets and labelling."""

from modelyard.datasets.api import (
    batches,
    datasets,
    imports,
    labels,
    samples,
    teams,
)

ROUTERS = [
    batches.router,
    datasets.router,
    labels.router,
    samples.router,
    imports.router,
    teams.router,
]
