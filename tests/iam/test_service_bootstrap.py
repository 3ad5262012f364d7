"""What must be there before anybody can come in."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.iam.api import credentials
from modelyard.iam.models import AccessRevisionRow, RoleRow, SigningKeyRow, UserRow
from modelyard.iam.rules.policy_check import check_policy
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES
from modelyard.iam.service import FirstAdministrator, IAMContext, ensure_first_administrator, ensure_ready
from modelyard.iam.testing import ClientKey, sign_request


async def start(database: Database, context: IAMContext) -> FirstAdministrator | None:
    async with database.session() as db:
        await ensure_ready(db, context)
        return await ensure_first_administrator(db, context)


class TestEnsureFirstAdministrator:
    async def test_the_first_key_works(
        self, database: Database, context: IAMContext, app: FastAPI, client: httpx.AsyncClient, clock: FixedClock
    ) -> None:
        app.include_router(credentials.router)
        made = await start(database, context)
        assert made is not None
        url = "http://platform:8000/v3.0/OS-CREDENTIAL/credentials"

        answer = await client.get(url, headers=sign_request(ClientKey(made.access, made.secret), "GET", url, at=clock.now()))

        assert [key["access"] for key in answer.json()["credentials"]] == [made.access]

    async def test_a_second_start_makes_nothing(self, database: Database, context: IAMContext) -> None:
        await start(database, context)

        assert await start(database, context) is None
        async with database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(UserRow)) == 1
            assert await db.scalar(select(func.count()).select_from(SigningKeyRow)) == 1

    async def test_the_database_holds_no_secret(self, database: Database, context: IAMContext) -> None:
        made = await start(database, context)
        assert made is not None

        async with database.read_session() as db:
            tables = [UserRow.__table__, *UserRow.metadata.sorted_tables]
            dump = repr([(await db.execute(select(table))).all() for table in tables])
        assert made.access in dump
        assert made.secret not in dump
        assert made.password not in dump


class TestEnsureSystemRoles:
    async def test_a_changed_system_policy_is_put_right(self, database: Database, context: IAMContext) -> None:
        await start(database, context)
        async with database.session() as db:
            await db.execute(text("UPDATE roles SET description = 'spoiled' WHERE name = 'te_admin'"))
            before = await db.scalar(select(AccessRevisionRow.revision))

        await start(database, context)

        async with database.read_session() as db:
            row = (await db.scalars(select(RoleRow).where(RoleRow.name == "te_admin"))).one()
            assert row.description.startswith("All permissions")
            assert await db.scalar(select(AccessRevisionRow.revision)) == (before or 0) + 1

    @pytest.mark.parametrize("policy", SYSTEM_POLICIES, ids=lambda policy: policy.name)
    def test_system_policies_obey_the_language(self, policy: object) -> None:
        document = next(known for known in SYSTEM_POLICIES if known is policy).policy

        check_policy(document, versions=("1.0", "1.1"))
