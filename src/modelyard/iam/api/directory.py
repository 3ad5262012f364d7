"""All routes of the directory, for the application."""

from modelyard.iam.api import (
    agencies,
    authorizations,
    catalog,
    enterprise_grants,
    grants,
    groups,
    projects,
    roles,
    users,
    workspaces,
)

ROUTERS = (
    users.router,
    groups.router,
    projects.router,
    catalog.router,
    roles.router,
    grants.router,
    enterprise_grants.router,
    agencies.router,
    workspaces.router,
    authorizations.router,
)
