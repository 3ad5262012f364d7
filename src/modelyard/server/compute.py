"""What the server wires into compute: the engine, and what identity and images do for it."""

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import loops as compute_loops
from modelyard.compute.adapters.containers import Containers
from modelyard.compute.adapters.local import EnginePlaces, LocalEngine, PackageAccess, StorageAccess
from modelyard.compute.errors import OwnerMayNotAct
from modelyard.compute.ports import Credentials
from modelyard.compute.service import ComputeContext
from modelyard.core.clock import to_milliseconds
from modelyard.core.db import Database
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam import service as iam
from modelyard.images import service as images
from modelyard.images.types import RuntimeImage
from modelyard.server.gateway import certificate_files
from modelyard.server.home import Home
from modelyard.server.images import package_sources
from modelyard.server.settings import TLS, PlatformSettings, endpoints


def compute_context(
    app: FastAPI, settings: PlatformSettings, home: Home, database: Database, containers: Containers
) -> ComputeContext:
    """Return what compute needs: the engine, and what identity and images do for it."""

    async def issue_keys(who: Subject, name: str) -> Credentials | None:
        async with database.session() as db:
            await app.state.gatekeeper.refresh(db)
            owner = await iam.find_subject(db, who)
            if owner is None:
                raise OwnerMayNotAct(user=who.user_name, problem="the owner may not act")
            if owner.kind is SubjectKind.SYSTEM:
                return None
            seconds = compute_loops.KEY_SECONDS
            key = await iam.issue_temporary_key(db, app.state.iam, owner, duration_seconds=seconds, session_name=name)
        return Credentials(key.access, key.secret, key.security_token, to_milliseconds(key.expires_at))

    async def require_image(db: AsyncSession, who: Subject, name: str) -> RuntimeImage | None:
        found = await images.require_image(db, app.state.images, who, name)
        return found if isinstance(found, RuntimeImage) else None

    return ComputeContext(
        database=database,
        engine=LocalEngine(engine_places(home, settings), settings.compute.engine, containers=containers),
        require_image=require_image,
        issue_keys=issue_keys,
        settings=settings.compute,
        wake_admission=lambda: app.state.loops.wake(compute_loops.ADMISSION),
        wake_workloads=lambda: app.state.loops.wake(compute_loops.WORKLOADS),
    )


def engine_places(home: Home, settings: PlatformSettings) -> EnginePlaces:
    """Return where the engine keeps tasks, and how these reach the storage port."""
    certificates = ""
    if settings.gateway.tls is not TLS.OFF:
        certificate, _ = certificate_files(home, settings)
        certificates = certificate.read_text(encoding="ascii") if certificate.exists() else ""
    storage = StorageAccess(endpoints(settings)["storage"], settings.objects.region, certificates)
    sources = package_sources(settings.images)
    if not settings.images.share_index_credentials:
        sources = sources.without_credentials()
    packages = PackageAccess(sources.pip_env(), sources.directories)
    return EnginePlaces(
        home.tasks,
        home.sockets / "hints.sock",
        home.task_sockets,
        storage,
        packages,
        inputs=home.inputs,
        inputs_bytes=settings.compute.inputs.cache_bytes,
        inputs_unused_seconds=settings.compute.inputs.unused_days * 86_400,
    )
