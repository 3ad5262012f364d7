"""Routes of datasets and labelling."""

from modelyard.datasets.api import datasets, labels, samples, teams

ROUTERS = [datasets.router, labels.router, samples.router, teams.router]
