"""Routes of datasets and labelling."""

from modelyard.datasets.api import datasets, labels

ROUTERS = [datasets.router, labels.router]
