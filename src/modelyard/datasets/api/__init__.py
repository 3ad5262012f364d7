"""Routes of datasets and labelling."""

from modelyard.datasets.api import (
    batches,
    datasets,
    exports,
    imports,
    insight,
    labelling,
    labels,
    processing,
    samples,
    smart,
    sources,
    team_tasks,
    teams,
    versions,
)

ROUTERS = [
    batches.router,
    datasets.router,
    exports.router,
    imports.router,
    insight.router,
    labelling.router,
    labels.router,
    processing.router,
    samples.router,
    smart.router,
    sources.router,
    team_tasks.router,
    teams.router,
    versions.router,
]
