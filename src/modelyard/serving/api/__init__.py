"""Routes of services."""

from modelyard.serving.api import instances, offers, services, watching

# Fixed segments such as `specifications` come before `{service_id}`.
ROUTERS = (offers.router, services.router, watching.router, instances.router, instances.sockets)
