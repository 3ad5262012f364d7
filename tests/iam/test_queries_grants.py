"""Reading what users and agencies hold."""

from sqlalchemy import select

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.iam.models import AccessRevisionRow, DomainRow, GrantRow, GroupMemberRow, GroupRow, RoleRow, UserRow
from modelyard.iam.queries import grants
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.types import GrantScope, PrincipalType


async def _seed(database: Database, clock: FixedClock) -> None:
    at = clock.now()
    async with database.session() as db:
        db.add(DomainRow(id="d", name="d", created_at=at))
        await db.flush()
        db.add(UserRow(id="u", domain_id="d", name="u", tokens_valid_after=at, created_at=at))
        db.add(GroupRow(id="g", domain_id="d", name="g", created_at=at))
        for name in ("a", "b", "c"):
            db.add(
                RoleRow(id=name, name=name, display_name=name, type="AX", catalog="x", policy={}, created_at=at, updated_at=at)
            )
        await db.flush()
        db.add(GroupMemberRow(group_id="g", user_id="u"))
        for kind, holder, role, scope, scope_id in (
            (PrincipalType.GROUP, "g", "a", GrantScope.DOMAIN, "d"),
            (PrincipalType.GROUP, "g", "b", GrantScope.PROJECT, "p1"),
            (PrincipalType.USER, "u", "c", GrantScope.ENTERPRISE_PROJECT, "e"),
            (PrincipalType.AGENCY, "x", "a", GrantScope.ALL_PROJECTS, "d"),
            (PrincipalType.USER, "other", "b", GrantScope.DOMAIN, "d"),
        ):
            db.add(
                GrantRow(principal_type=kind, principal_id=holder, role_id=role, scope=scope, scope_id=scope_id, created_at=at)
            )


class TestPoliciesOf:
    async def test_a_project_grant_counts_in_its_project_only(self, database: Database, clock: FixedClock) -> None:
        await _seed(database, clock)

        async with database.read_session() as db:
            names = {
                project: [held.name for held in await grants.policies_of(db, "u", project_id=project)]
                for project in ("p1", "p2", None)
            }

        assert names == {"p1": ["a", "b", "c"], "p2": ["a", "c"], None: ["a", "c"]}

    async def test_an_agency_holds_its_own_grants(self, database: Database, clock: FixedClock) -> None:
        await _seed(database, clock)

        async with database.read_session() as db:
            assert [held.scope for held in await grants.policies_of_agency(db, "x")] == [GrantScope.ALL_PROJECTS]
            assert await grants.policies_of_agency(db, "u") == []


class TestBumpRevision:
    async def test_it_grows_with_every_change(self, database: Database) -> None:
        async with database.session() as db:
            await bump_revision(db)
        async with database.session() as db:
            await bump_revision(db)

        async with database.read_session() as db:
            assert await db.scalar(select(AccessRevisionRow.revision)) == 2
