"""Routes of compute."""

from modelyard.compute.api import flavors, pools, quotas

ROUTERS = (pools.router, flavors.router, quotas.router, quotas.project)
