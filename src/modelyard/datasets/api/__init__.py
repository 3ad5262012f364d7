"""Routes of datasets and labelling."""

from modelyard.datasets.api import (
    batches,
    datasets,
    imports,
    insight,
    labels,
    samples,
    teams,
    versions,
)

ROUTERS = [
    batches.router,
    datasets.router,
    imports.router,
    insight.router,
    labels.router,
    samples.router,
    teams.router,
    versions.router,
]
