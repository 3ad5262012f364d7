"""Routes of datasets and labelling."""

from modelyard.datasets.api import (
    batches,
    comparing,
    datasets,
    exports,
    imports,
    insight,
    kept_files,
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
    comparing.router,
    datasets.router,
    exports.router,
    imports.router,
    insight.router,
    kept_files.router,
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
