"""The workload that loads a package once, in a sandbox: a pickle is a program, and is opened nowhere else."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.service import FlavorType
from modelyard.compute.types import InputCopy, Mount, TaskSpec
from modelyard.registry.errors import NoFlavor
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.service.servables import PACKAGE_FOLDER, config_text
from modelyard.registry.types import CONFIG_VARIABLE, OWNER_TYPE, PACKAGE_TARGET


async def check_workload(db: AsyncSession, context: RegistryContext, row: ModelRow, details: ModelDetailsRow) -> WorkloadCreate:
    """Return what is to be run to see whether a package can be served. Raises NoFlavor."""
    flavor = context.settings.check_flavor
    if not flavor:
        flavors = await compute.list_flavors(db, context.compute, flavor_type=FlavorType.CPU)
        if not flavors:
            raise NoFlavor(problem="no node")
        flavor = flavors[0].name
    package = details.package or {}
    is_dynamic = bool(package.get("dynamic"))
    source = InputCopy("model", details.spec["folder"], PACKAGE_TARGET, mounted=True, digest=package.get("sha256", ""))
    env = {"MODEL_SERVICE_MODEL_NAME": row.name, "MODEL_SERVICE_VERSION": row.version}
    if is_dynamic:
        env[CONFIG_VARIABLE] = config_text(details.config)
    task = TaskSpec(
        role="check",
        index=0,
        argv=("python", "-m", "model_service", "check", "--package", PACKAGE_TARGET),
        env={**env, **(details.spec.get("envs") or {})},
        mounts=() if is_dynamic else (Mount(str(context.packages / row.id / PACKAGE_FOLDER), PACKAGE_TARGET),),
        inputs=(source,) if is_dynamic else (),
        grace_seconds=5.0,
    )
    return WorkloadCreate(
        owner_type=OWNER_TYPE,
        owner_id=row.id,
        generation=row.generation,
        name=f"check-{row.name}"[:64],
        image=details.image,
        tasks=(task,),
        flavor=flavor,
        workspace_id=row.workspace_id,
        max_run_seconds=context.settings.check_seconds,
    )
