"""Parameters that several routes take."""

from typing import Annotated

from fastapi import Depends, Path, Query

from modelyard.compute.service.context import ComputeContext, context_of

Context = Annotated[ComputeContext, Depends(context_of)]
PoolName = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="The id of a pool.")]
WorkspaceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
WorkspaceFilter = Annotated[str | None, Query(alias="workspaceId", min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Continue = Annotated[
    str | None, Query(alias="continue", max_length=10, pattern=r"^[0-9]+$", description="From the answer with the last page.")
]
PageSize = Annotated[int, Query(alias="limit", ge=1, le=500, description="Largest number of records in the answer.")]
