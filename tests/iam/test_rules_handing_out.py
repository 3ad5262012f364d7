"""Who administers identity, and who may hand out what."""

from typing import Any

import pytest

from modelyard.iam.rules.handing_out import GrantedPolicy, administers_identity, first_not_held
from modelyard.iam.types import GrantScope


def held(
    *statements: dict[str, Any], scope: GrantScope = GrantScope.DOMAIN, role_id: str = "r", at: str = "d"
) -> GrantedPolicy:
    return GrantedPolicy(role_id=role_id, name=role_id, policy={"Statement": list(statements)}, scope=scope, scope_id=at)


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), **more}


def deny(*actions: str) -> dict[str, Any]:
    return {"Effect": "deny", "Action": list(actions)}


class TestAdministersIdentity:
    @pytest.mark.parametrize(
        ("policies", "expected"),
        [
            ([held(allow("iam:*"))], True),
            ([held(allow("iam:*:*"))], True),
            ([held(allow("*:*:*"), scope=GrantScope.ALL_PROJECTS)], True),
            ([held(allow("iam:*:*"), scope=GrantScope.PROJECT)], False),
            ([held(allow("iam:*:*"), scope=GrantScope.ENTERPRISE_PROJECT)], False),
            ([held(allow("iam:users:*"))], False),
            ([held(allow("iam:*:*", Condition={"StringEquals": {"g:UserName": ["ann"]}}))], False),
            ([held(allow("iam:*:*", Resource=["iam:*:*:user:x"]))], False),
            ([held({"Effect": "Allow", "NotAction": ["obs:*"]})], False),
            ([held(allow("iam:*:*")), held(deny("iam:users:deleteUser"))], False),
            ([held(allow("iam:*:*")), held(deny("ia*:users:deleteUser"))], False),
            ([held(allow("iam:*:*")), held({"Effect": "Deny", "NotAction": ["obs:*"]})], False),
            ([held(allow("iam:*:*")), held(deny("obs:bucket:DeleteBucket"))], True),
            ([], False),
        ],
    )
    def test_it_takes_all_of_iam_everywhere_without_exceptions(self, policies: list[GrantedPolicy], expected: bool) -> None:
        assert administers_identity(policies) is expected


class TestFirstNotHeld:
    @pytest.mark.parametrize(
        ("own", "wanted", "covered"),
        [
            (GrantScope.DOMAIN, GrantScope.PROJECT, True),
            (GrantScope.DOMAIN, GrantScope.ENTERPRISE_PROJECT, True),
            (GrantScope.ALL_PROJECTS, GrantScope.PROJECT, True),
            (GrantScope.ALL_PROJECTS, GrantScope.DOMAIN, False),
            (GrantScope.PROJECT, GrantScope.PROJECT, True),
            (GrantScope.PROJECT, GrantScope.ALL_PROJECTS, False),
            (GrantScope.ENTERPRISE_PROJECT, GrantScope.PROJECT, False),
        ],
    )
    def test_a_wider_place_covers_a_narrower_one(self, own: GrantScope, wanted: GrantScope, covered: bool) -> None:
        statement = allow("obs:*:*")

        missing = first_not_held([held(statement, scope=wanted)], [held(statement, scope=own)])

        assert (missing is None) is covered

    def test_another_project_or_policy_covers_nothing(self) -> None:
        mine = held(allow("a:b:c"), scope=GrantScope.PROJECT, at="p1")

        assert first_not_held([held(allow("a:b:c"), scope=GrantScope.PROJECT, at="p2")], [mine]) is not None
        assert first_not_held([held(allow("a:b:c"), scope=GrantScope.PROJECT, at="p1", role_id="x")], [mine]) is not None

    def test_a_denial_is_never_covered(self) -> None:
        mine = held(deny("a:b:c"))

        assert first_not_held([mine], [mine]) is mine
