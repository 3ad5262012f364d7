"""Routes of datasets and labelling."""

from modelyard.datasets.api import datasets, imports, labels, samples, teams

ROUTERS = [datasets.router, labels.router, samples.router, imports.router, teams.router]
