"""Routes of compute."""

from modelyard.compute.api import flavors, pools, quotas, usage

ROUTERS = (pools.router, flavors.router, quotas.router, quotas.project, usage.router)
