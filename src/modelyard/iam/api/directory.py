"""All routes of the directory, for the application."""

from modelyard.iam.api import groups, projects, users

ROUTERS = (users.router, groups.router, projects.router)
