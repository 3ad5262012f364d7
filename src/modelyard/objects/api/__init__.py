"""Routes of the console's file browser and of storage tasks."""

from modelyard.objects.api import browser, tasks

ROUTERS = (browser.router, tasks.router)
