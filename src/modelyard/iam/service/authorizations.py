"""Use cases of ModelArts authorizations: which agency the platform uses on behalf of whom."""

from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.errors.modelarts import (
    AgencyExists,
    AgencyNotFound,
    AuthorizationExists,
    AuthorizationKindUnsupported,
    AuthorizationMissing,
    AuthorizationNotFound,
    UserIdRequired,
)
from modelyard.iam.models import AuthorizationRow, RoleRow
from modelyard.iam.queries import agencies
from modelyard.iam.queries import grants as grant_queries
from modelyard.iam.queries import workspaces as queries
from modelyard.iam.schemas.agencies import Agency, AgencyCreate
from modelyard.iam.schemas.authorizations import (
    Authorization,
    AuthorizationCreate,
    AuthorizationList,
    Done,
    DoneForAll,
    ModelArtsAgency,
)
from modelyard.iam.service import agencies as agency_service
from modelyard.iam.service import grants
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.handing_out import require_administrator
from modelyard.iam.service.projects import get_row as get_project_row
from modelyard.iam.service.users import get_row as get_user_row
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import ALL_USERS, SERVICE_ACCOUNT, GrantScope, Holder, Place, PrincipalType

SortKey = Literal["user_name", "create_time"]
_COLUMNS = {"user_name": AuthorizationRow.user_name, "create_time": AuthorizationRow.created_at}

# What an agency of the platform needs for a common user: his own rights cut it down further, see the decision records.
AGENCY_POLICIES = ("ModelArts CommonOperations", "OBS OperateAccess")

_EVERYBODY = frozenset({"all", ALL_USERS})


async def list_authorizations(
    db: AsyncSession,
    who: Subject,
    project_id: str,
    *,
    sort_by: SortKey = "user_name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 1000,
) -> AuthorizationList:
    """Return the authorizations in a project; the one for everybody has `all-users` for id and name."""
    await get_project_row(db, who, project_id)
    column = _COLUMNS[sort_by]
    order = (column.desc(), AuthorizationRow.id.desc()) if descending else (column.asc(), AuthorizationRow.id.asc())
    statement = queries.authorizations_in(who, project_id).order_by(*order)
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    return AuthorizationList(auth=[_to_authorization(row) for row in page.items], total_count=page.total)


async def create_authorization(db: AsyncSession, who: Subject, project_id: str, wanted: AuthorizationCreate) -> Done:
    """Say which agency the platform uses for a user, or for everybody (`user_id` is `all`). For administrators.

    Raises AuthorizationExists for a user who has one; for everybody it replaces the present one.
    """
    await require_administrator(db, who, "add authorizations")
    await get_project_row(db, who, project_id)
    _refuse_unsupported(wanted)
    agency = await agencies.find_agency_by_name(db, who, wanted.content)
    if agency is None or agency.trust_domain_name != SERVICE_ACCOUNT:
        raise AgencyNotFound(field="content", name=wanted.content)
    user_id, user_name = await _subject_of(db, who, wanted)
    present = await queries.find_authorization(db, who, project_id, user_id)
    if present is not None and user_id != ALL_USERS:
        raise AuthorizationExists(field="user_id")
    if present is not None:
        present.content, present.created_at = agency.name, now(db)
    else:
        db.add(
            AuthorizationRow(
                id=new_id(),
                domain_id=who.domain_id,
                project_id=project_id,
                user_id=user_id,
                user_name=user_name,
                user_type="all-users" if user_id == ALL_USERS else "iam",
                type="agency",
                content=agency.name,
                created_at=now(db),
            )
        )
        try:
            await db.flush()
        except IntegrityError as error:
            raise AuthorizationExists(field="user_id") from error
    await access_changed(db, who, "authorization added", None if user_id == ALL_USERS else [user_id])
    return Done()


async def delete_authorizations(db: AsyncSession, who: Subject, project_id: str, user_id: str | None) -> Done:
    """Delete the authorization of a user; for `all` or `all-users` every one of the project. For administrators."""
    await require_administrator(db, who, "delete authorizations")
    await get_project_row(db, who, project_id)
    if not user_id:
        raise UserIdRequired(field="user_id")
    if user_id in _EVERYBODY:
        rows = list(await db.scalars(queries.authorizations_in(who, project_id)))
        for row in rows:
            await db.delete(row)
        await access_changed(db, who, "authorizations cleared")
        return DoneForAll(success_message=f"{len(rows)} authorizations were deleted.")
    found = await queries.find_authorization(db, who, project_id, user_id)
    if found is None:
        raise AuthorizationMissing(field="user_id")
    await db.delete(found)
    await access_changed(db, who, "authorization deleted", [user_id])
    return Done()


async def create_modelarts_agency(
    db: AsyncSession, who: Subject, project_id: str, suffix: str, *, settings: IAMSettings
) -> ModelArtsAgency:
    """Make an agency that trusts the platform, with what a common user needs in all projects. For administrators.

    It is called `ma_agency_<suffix>`, without a suffix `modelarts_agency`. Raises AgencyExists.
    """
    await require_administrator(db, who, "create agencies for ModelArts")
    await get_project_row(db, who, project_id)
    name = f"ma_agency_{suffix}" if suffix else "modelarts_agency"
    if await agencies.find_agency_by_name(db, who, name) is not None:
        raise AgencyExists(field="agency_name_suffix", name=name)
    description = "Lets the platform act for users; their own rights bound what it may do."
    agency = await agency_service.create_agency(
        db,
        who,
        AgencyCreate(name=name, domain_id=who.domain_id, trust_domain_name=SERVICE_ACCOUNT, description=description),
        settings=settings,
    )
    wanted = select(RoleRow.id).where(RoleRow.domain_id.is_(None), RoleRow.display_name.in_(AGENCY_POLICIES))
    for role_id in list(await db.scalars(wanted)):
        holder, place = Holder(PrincipalType.AGENCY, agency.id), Place(GrantScope.ALL_PROJECTS, who.domain_id)
        await grants.grant(db, who, holder, role_id, place)
    return ModelArtsAgency(agency_name=name)


async def require_agency(db: AsyncSession, who: Subject, project_id: str) -> Agency:
    """Return the agency that the platform uses for the caller in a project.

    Work that goes on without the user asks this when it is submitted. Raises AuthorizationNotFound (ModelArts.2785).
    """
    authorization = await queries.find_authorization_for(db, who, project_id)
    agency = await agencies.find_agency_by_name(db, who, authorization.content) if authorization is not None else None
    if agency is None:
        raise AuthorizationNotFound
    return agency_service.to_agency(agency, who)


async def policy_on_behalf(db: AsyncSession, who: Subject, project_id: str) -> dict[str, Any]:
    """Return the session policy for temporary credentials with which the platform acts for the caller in a project.

    It holds what the agency of the caller may do there. As the session policy of credentials of the caller himself it
    makes their rights the intersection of both, so that an agency never gives more than its user has. Raises
    AuthorizationNotFound (ModelArts.2785).
    """
    agency = await require_agency(db, who, project_id)
    held = await grant_queries.policies_of_agency(db, agency.id, project_id=project_id)
    counting = [each for each in held if each.scope is not GrantScope.ENTERPRISE_PROJECT]
    statements = [statement for each in counting for statement in each.policy.get("Statement", [])]
    return {"Version": "1.1", "Statement": statements}


def _refuse_unsupported(wanted: AuthorizationCreate) -> None:
    if wanted.type == "credential":
        raise AuthorizationKindUnsupported(
            field="type", value="credential", instead="authorize with an agency; the platform keeps no access keys of users"
        )
    if wanted.user_type not in {"iam", "all-users"}:
        raise AuthorizationKindUnsupported(
            field="user_type", value=wanted.user_type, instead="there are no identity providers yet; use iam or all-users"
        )


async def _subject_of(db: AsyncSession, who: Subject, wanted: AuthorizationCreate) -> tuple[str, str]:
    if wanted.user_type == "all-users" or wanted.user_id in _EVERYBODY:
        return ALL_USERS, ALL_USERS
    if wanted.user_id is None:
        raise UserIdRequired(field="user_id")
    user = await get_user_row(db, who, wanted.user_id)
    return user.id, user.name


def _to_authorization(row: AuthorizationRow) -> Authorization:
    return Authorization(
        user_id=row.user_id,
        user_name=row.user_name,
        user_type=row.user_type,
        type=row.type,
        content=row.content,
        create_time=to_milliseconds(row.created_at),
    )
