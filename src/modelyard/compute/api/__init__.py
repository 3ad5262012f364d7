"""Routes of compute."""

from modelyard.compute.api import flavors, pools, quotas

ROUTERS = (pools.router, flavors.router, flavors.capacity, quotas.router, quotas.project)
