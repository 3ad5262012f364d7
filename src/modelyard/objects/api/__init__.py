"""Routes of the console's file browser and of storage tasks."""

from fastapi import APIRouter, Depends

from modelyard.core.http import project_in_path
from modelyard.objects.api import browser, tasks

router = APIRouter(prefix="/v2/{project_id}/storage", tags=["objects"], dependencies=[Depends(project_in_path)])
router.include_router(browser.router)
router.include_router(tasks.router)
