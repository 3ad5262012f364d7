"""Routes of services."""

from modelyard.serving.api import api_keys, apps, batches, instances, offers, services, watching

# Fixed segments such as `specifications` and `api-keys` come before `{service_id}`.
ROUTERS = (
    offers.router,
    apps.router,
    api_keys.router,
    services.router,
    watching.router,
    batches.router,
    instances.router,
    instances.sockets,
)
