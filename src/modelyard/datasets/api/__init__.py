"""Routes of datasets and labelling."""

from modelyard.datasets.api import batches, datasets, imports, insight, labels, processing, samples, teams, versions

ROUTERS = [
    processing.router,
    batches.router,
    datasets.router,
    imports.router,
    insight.router,
    labels.router,
    samples.router,
    teams.router,
    versions.router,
]
