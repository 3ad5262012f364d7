"""Routes of services."""

from modelyard.serving.api import (
    api_keys,
    apps,
    batches,
    instances,
    offers,
    services,
    v2_deployments,
    v2_services,
    v2_tags,
    watching,
)

# Fixed segments such as `specifications` and `api-keys` come before `{service_id}`.
ROUTERS = (
    offers.router,
    apps.router,
    api_keys.router,
    v2_tags.router,
    v2_services.router,
    v2_deployments.router,
    services.router,
    watching.router,
    batches.router,
    instances.router,
    instances.sockets,
)
