"""How a decision falls."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.iam.rules.conditions import OPERATOR_NAMES, as_moment, compile_condition, compile_conditions, find_operator
from modelyard.iam.rules.patterns import compile_glob, compile_pattern
from modelyard.iam.rules.policy import (
    AccessRequest,
    Decision,
    PolicySet,
    compile_policy,
    decide,
    split_resource,
)
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES
from modelyard.iam.types import Reason

ALLOW_ALL = {"Effect": "Allow", "Action": ["*:*:*"]}


def policies(*statements: dict[str, Any], name: str = "p") -> PolicySet:
    return PolicySet([compile_policy(name, {"Version": "1.1", "Statement": list(statements)})])


def allowed(found: PolicySet, action: str, resource: str = "*", **options: Any) -> bool:
    return decide(found, AccessRequest(action, resource, options.pop("context", {})), **options).allowed


def holds(
    operator: str, values: Any, *given_values: str, key: str = "g:UserName", context: dict[str, Any] | None = None
) -> bool:
    found = {key.lower(): list(given_values)} if given_values else {}
    return compile_condition(operator, key, values).holds(found | (context or {}))


class TestActions:
    @pytest.mark.parametrize(
        ("pattern", "action", "matches"),
        [
            ("modelarts:trainJob:create", "modelarts:trainJob:create", True),
            ("modelarts:trainJob:create", "modelarts:trainJob:createX", False),
            ("modelarts:trainJob:*", "modelarts:trainJob:create", True),
            ("modelarts:*:*delete*", "modelarts:workspace:delete", True),
            ("modelarts:*:*delete*", "modelarts:workspace:undeleteAll", True),
            ("modelarts:*:*delete*", "modelarts:workspace:create", False),
            ("obs:*", "obs:bucket:ListBucket", True),
            ("obs:*:*", "obsx:bucket:ListBucket", False),
            ("obs:bucket:ListAllMybuckets", "obs:bucket:ListAllMyBuckets", True),
            ("*", "iam:users:createUser", True),
            ("sts::decode*", "sts::decodeAuthorizationMessage", True),
        ],
    )
    def test_wildcards_stand_anywhere_and_case_does_not_matter(self, pattern: str, action: str, matches: bool) -> None:
        assert allowed(policies({"Effect": "Allow", "Action": [pattern]}), action) is matches

    def test_not_action_means_everything_else(self) -> None:
        found = policies({"Effect": "Allow", "NotAction": ["iam:*", "modelarts:pool:delete"]})

        results = [
            allowed(found, action) for action in ("obs:bucket:ListBucket", "iam:users:listUsers", "modelarts:pool:delete")
        ]

        assert results == [True, False, False]

    def test_an_action_may_be_written_as_one_text(self) -> None:
        assert allowed(policies({"Effect": "Allow", "Action": "a:b:c"}), "a:b:c")


class TestDecide:
    def test_without_a_match_strict_refuses_and_non_strict_allows(self) -> None:
        strict = decide(policies(), AccessRequest("a:b:c"))
        lax = decide(policies(), AccessRequest("a:b:c"), strict=False)

        assert strict == Decision(allowed=False, reason=Reason.NO_POLICY_ALLOWS)
        assert lax == Decision(allowed=True, reason=Reason.NOT_STRICT)

    @pytest.mark.parametrize("effect", ["Deny", "deny", "DENY"])
    @pytest.mark.parametrize("deny_first", [True, False])
    def test_deny_wins_in_any_order_and_is_named(self, effect: str, deny_first: bool) -> None:
        allow = compile_policy("everything", {"Statement": [ALLOW_ALL, ALLOW_ALL]})
        deny = compile_policy("not this", {"Statement": [{"Effect": effect, "Action": ["a:b:c"]}]})
        found = PolicySet([deny, allow] if deny_first else [allow, deny])

        assert decide(found, AccessRequest("a:b:c")) == Decision(
            allowed=False, reason=Reason.DENIED_BY_POLICY, policy_name="not this"
        )
        assert decide(found, AccessRequest("a:b:d")).policy_name == "everything"

    def test_deny_counts_in_non_strict_mode(self) -> None:
        assert not allowed(policies({"Effect": "Deny", "Action": ["a:*:*"]}), "a:b:c", strict=False)

    @pytest.mark.parametrize(
        ("session", "wanted"),
        [
            (policies(ALLOW_ALL), True),
            (policies({"Effect": "Allow", "Action": ["x:*:*"]}), False),
            (policies(ALLOW_ALL, {"Effect": "Deny", "Action": ["a:b:c"]}), False),
        ],
    )
    def test_a_session_policy_only_takes_away(self, session: PolicySet, wanted: bool) -> None:
        decision = decide(policies(ALLOW_ALL), AccessRequest("a:b:c"), sessions=[session])

        assert decision.allowed is wanted
        assert wanted or decision.reason is Reason.SESSION_POLICY

    def test_a_session_policy_gives_nothing(self) -> None:
        assert not allowed(policies(), "a:b:c", sessions=[policies(ALLOW_ALL)])

    def test_many_different_actions_do_not_fill_the_memory(self) -> None:
        found = policies(ALLOW_ALL)

        assert all(allowed(found, f"a:b:c{number}") for number in range(2100))
        assert len(found._relevant) <= 2000


class TestResources:
    @pytest.mark.parametrize(
        ("pattern", "resource", "matches"),
        [
            ("obs:*:*:object:data/*", "obs:local:acc:object:data/a/b.txt", True),
            ("OBS:*:*:object:data/*", "obs:local:acc:object:data/a/b.txt", True),
            ("obs:*:*:object:data/*", "obs:local:acc:object:database/x", False),
            ("obs:*:*:object:Data/*", "obs:local:acc:object:data/x", False),
            ("obs:*:*:bucket:data", "obs:local:acc:object:data", False),
            ("obs:*:*:bucket:d?ta", "obs:local:acc:bucket:data", True),
            ("obs:*:*:bucket:d?ta", "obs:local:acc:bucket:dta", False),
            ("obs:::bucket:data", "obs:local:acc:bucket:data", True),
            ("obs:*:other:bucket:data", "obs:local:acc:bucket:data", False),
            ("obs:*:*:object:a:b:*", "obs:local:acc:object:a:b:c", True),
            ("obs", "obs:local:acc:bucket:data", True),
            ("*", "obs:local:acc:bucket:data", True),
            ("obs:*:*:bucket:data", "obs:local:acc:bucket:*", False),
        ],
    )
    def test_patterns_go_part_by_part(self, pattern: str, resource: str, matches: bool) -> None:
        statement = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": [pattern]}

        assert allowed(policies(statement), "obs:x:y", resource) is matches

    def test_the_older_form_with_uri(self) -> None:
        statement = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": {"uri": ["obs:*:*:bucket:a"]}}

        assert allowed(policies(statement), "obs:b:l", "obs:r:d:bucket:a")
        assert not allowed(policies(statement), "obs:b:l", "obs:r:d:bucket:b")

    def test_an_empty_uri_form_limits_nothing(self) -> None:
        statement = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": {}}

        assert allowed(policies(statement), "obs:b:l", "obs:r:d:bucket:a")

    def test_variables_stand_for_values_of_the_request(self) -> None:
        statement = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:object:home/${g:UserName}/*"]}
        found, resource = policies(statement), "obs:r:d:object:home/anna/x"

        assert allowed(found, "obs:o:g", resource, context={"g:username": ["anna"]})
        assert not allowed(found, "obs:o:g", resource, context={"g:username": ["bert"]})
        assert not allowed(found, "obs:o:g", resource)

    def test_a_user_named_like_a_wildcard_gets_no_more(self) -> None:
        statement = {"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:object:home/${g:UserName}/*"]}

        assert not allowed(policies(statement), "obs:o:g", "obs:r:d:object:home/anna/x", context={"g:username": ["*"]})

    def test_escaped_wildcards_are_letters(self) -> None:
        pattern = compile_pattern("a${*}b${?}c${$}")

        assert [pattern.matches(text, {}) for text in ("a*b?c$", "axbxc$")] == [True, False]

    @pytest.mark.parametrize(
        ("pattern", "text", "matches"),
        [("a*x?y*b", "a-x-xzyb", True), ("a*x?y*b", "a-x-xzzb", False), ("a*x?y*b", "axyb", False)],
    )
    def test_a_piece_with_a_question_mark_is_looked_for_place_by_place(self, pattern: str, text: str, *, matches: bool) -> None:
        assert compile_glob(pattern).matches(text) is matches

    def test_missing_parts_are_everything(self) -> None:
        assert split_resource("obs:R") == ("obs", "r", "*", "*", "*")


class TestConditions:
    @pytest.mark.parametrize(
        ("operator", "values", "given_value", "wanted"),
        [
            ("StringEquals", ["anna", "bert"], "bert", True),
            ("StringEquals", ["a*"], "anna", False),
            ("StringEquals", ["a*"], "a*", True),
            ("StringEquals", "anna", "anna", True),
            ("StringNotEquals", ["anna", "bert"], "bert", False),
            ("StringNotEquals", ["anna", "bert"], "carl", True),
            ("StringEqualsIgnoreCase", ["ANNA"], "anna", True),
            ("StringNotEqualsIgnoreCase", ["ANNA"], "anna", False),
            ("StringLike", ["a?n*"], "anna", True),
            ("StringMatch", ["a?n*"], "Anna", False),
            ("StringLikeIgnoreCase", ["A?N*"], "anna", True),
            ("StringNotLike", ["a*"], "anna", False),
            ("StringStartWith", ["an"], "anna", True),
            ("StringStartWith", ["an*"], "anna", False),
            ("StringNotStartWith", ["an"], "anna", False),
            ("StringStartWithIgnoreCase", ["AN"], "anna", True),
            ("StringEndWith", ["na"], "anna", True),
            ("StringEndWithIgnoreCase", ["NA"], "anna", True),
            ("StringNotEndWithIgnoreCase", ["NA"], "anna", False),
            ("StringEndWithIfExists", ["specialCharacter"], "anna", False),
            ("NumberEquals", [7], "7.0", True),
            ("NumberNotEquals", ["7"], "8", True),
            ("NumberLessThan", ["7"], "6", True),
            ("NumericLessThanEquals", ["7"], "7", True),
            ("NumberGreaterThan", ["7"], "x", False),
            ("NumberGreaterThan", ["x"], "7", False),
            ("NumberGreaterThanEquals", ["7"], "7", True),
            ("DateLessThan", ["2026-01-02T00:00:00Z"], "2026-01-01T23:59:59Z", True),
            ("DateLessThan", ["2026-01-02T00:00:00+08:00"], "2026-01-01T23:59:59Z", False),
            ("DateGreaterThanEquals", ["1767312000"], "2026-01-02T00:00:00Z", True),
            ("DateGreaterThan", ["2026-01-02"], "never", False),
            ("DateNotEquals", ["2026-01-02T00:00:00Z"], "2026-01-02T00:00:00Z", False),
            ("Bool", [True], "True", True),
            ("Bool", ["true"], "false", False),
            ("IpAddress", ["10.0.0.0/8", "::1"], "10.1.2.3", True),
            ("IpAddress", ["10.0.0.0/8"], "11.1.2.3", False),
            ("IpAddress", ["10.0.0.0/8"], "nowhere", False),
            ("IpAddress", ["nowhere"], "10.1.2.3", False),
            ("NotIpAddress", ["10.0.0.0/8"], "11.1.2.3", True),
            ("stringequals", ["anna"], "anna", True),
        ],
    )
    def test_operators(self, operator: str, values: Any, given_value: str, wanted: bool) -> None:
        assert holds(operator, values, given_value) is wanted

    @pytest.mark.parametrize(
        ("operator", "wanted"),
        [
            ("StringEquals", False),
            ("StringEqualsIfExists", True),
            ("StringNotEquals", True),
            ("ForAnyValue:StringEquals", False),
            ("ForAllValues:StringEquals", True),
        ],
    )
    def test_a_key_that_the_request_lacks(self, operator: str, wanted: bool) -> None:
        assert holds(operator, ["anna"]) is wanted

    @pytest.mark.parametrize(
        ("operator", "wanted"),
        [
            ("ForAnyValue:StringEquals", True),
            ("ForAllValues:StringEquals", False),
            ("ForAnyValue:StringNotEquals", True),
            ("ForAllValues:StringNotEquals", False),
            ("StringEquals", True),
            ("StringNotEquals", False),
        ],
    )
    def test_several_values_in_the_request(self, operator: str, wanted: bool) -> None:
        assert holds(operator, ["anna"], "anna", "bert") is wanted

    @pytest.mark.parametrize(
        ("operator", "value", "given_values", "wanted"),
        [
            ("Null", "true", (), True),
            ("Null", "false", (), False),
            ("Null", "true", ("",), False),
            ("Null", "false", ("x",), True),
            ("IsNullOrEmpty", "true", ("",), True),
            ("IsNullOrEmpty", "true", ("x",), False),
            ("IsNullOrEmpty", "false", ("x",), True),
        ],
    )
    def test_presence(self, operator: str, value: str, given_values: tuple[str, ...], wanted: bool) -> None:
        assert holds(operator, [value], *given_values) is wanted

    def test_variables_in_values(self) -> None:
        condition = compile_condition("StringEqualsIgnoreCase", "obs:prefix", ["${g:UserName}/"])

        assert condition.holds({"obs:prefix": ["ANNA/"], "g:username": ["anna"]})
        assert not condition.holds({"obs:prefix": ["anna/"], "g:username": ["bert"]})

    def test_all_operators_and_all_keys_must_hold(self) -> None:
        document = {"StringEquals": {"a:b": ["1"], "a:c": ["2"]}, "Bool": {"a:d": ["true"]}}
        context = {"a:b": ["1"], "a:c": ["2"], "a:d": ["true"]}

        results = [
            all(condition.holds(context | change) for condition in compile_conditions(document))
            for change in ({}, {"a:b": ["9"]}, {"a:d": ["false"]})
        ]

        assert results == [True, False, False]

    def test_the_public_pool_can_be_forbidden(self) -> None:
        statement = {
            "Effect": "Deny",
            "Action": ["modelarts:trainJob:create"],
            "Condition": {"StringEquals": {"modelarts:poolType": ["public"]}},
        }
        found = policies(ALLOW_ALL, statement)

        results = [
            allowed(found, "modelarts:trainJob:create", context={"modelarts:pooltype": [kind]}) for kind in ("public", "mine")
        ]

        assert results == [False, True]

    def test_an_operator_that_does_not_exist(self) -> None:
        assert find_operator("StringSounds") is None
        with pytest.raises(ValueError, match="StringSounds"):
            compile_condition("StringSounds", "a:b", ["x"])

    @given(st.sampled_from(OPERATOR_NAMES), st.text(max_size=40), st.text(max_size=40))
    def test_no_text_breaks_an_operator(self, operator: str, wanted: str, given_value: str) -> None:
        assert holds(operator, [wanted], given_value) in {True, False}

    @pytest.mark.parametrize("text", ["1e400", "-1e30", "nan", "99999-01-01", "", "0000-01-01T00:00:00"])
    def test_impossible_times_are_none(self, text: str) -> None:
        assert as_moment(text) is None


class TestPatterns:
    @given(st.text(alphabet="ab*?", max_size=8), st.text(alphabet="abc", max_size=10))
    def test_globs_match_like_the_obvious_regular_expression(self, pattern: str, text: str) -> None:
        expression = "".join({"*": ".*", "?": "."}.get(character, character) for character in pattern)

        assert compile_glob(pattern).matches(text) is bool(re.fullmatch(expression, text))
        assert compile_pattern(pattern).matches(text, {}) is bool(re.fullmatch(expression, text))

    @given(st.text(max_size=30))
    def test_a_text_without_wildcards_matches_itself_only(self, text: str) -> None:
        plain = text.replace("*", "").replace("?", "").replace("$", "")

        assert compile_pattern(plain).matches(plain, {})
        assert not compile_pattern(plain).matches(plain + "x", {})

    @given(st.text(max_size=20), st.text(max_size=20))
    def test_a_value_put_in_for_a_variable_is_literal(self, value: str, other: str) -> None:
        pattern = compile_pattern("x${g:UserName}y")

        assert pattern.matches(f"x{value}y", {"g:username": [value]})
        assert pattern.matches(f"x{other}y", {"g:username": [value]}) is (other == value)

    def test_a_hostile_pattern_takes_no_time(self) -> None:
        assert not compile_glob("*a" * 500 + "b").matches("a" * 1000)
        assert not compile_glob("*a?" * 300 + "b").matches("a" * 1000)


class TestSystemPolicies:
    def granted(self, name: str) -> PolicySet:
        policy = next(policy for policy in SYSTEM_POLICIES if policy.display_name == name)
        return PolicySet([compile_policy(policy.display_name, policy.policy)])

    @pytest.mark.parametrize(
        ("name", "may", "may_not"),
        [
            ("ModelArts FullAccess", "modelarts:pool:delete", "obs:bucket:ListBucket"),
            ("ModelArts CommonOperations", "modelarts:trainJob:create", "modelarts:pool:delete"),
            ("ModelArts CommonOperations", "modelarts:notebook:list", "obs:bucket:ListBucket"),
            ("ModelArts Dependency Access", "obs:object:GetObject", "modelarts:trainJob:create"),
            ("Tenant Administrator", "obs:bucket:DeleteBucket", "iam:users:createUser"),
            ("Tenant Guest", "modelarts:trainJob:list", "modelarts:trainJob:create"),
            ("Tenant Guest", "obs:object:GetObject", "iam:users:listUsers"),
            ("Security Administrator", "iam:users:createUser", "obs:bucket:ListBucket"),
            ("Agent Operator", "iam:agencies:assume", "iam:agencies:createAgency"),
            ("OBS Administrator", "obs:bucket:DeleteBucket", "modelarts:trainJob:create"),
            ("OBS OperateAccess", "obs:object:PutObject", "obs:bucket:DeleteBucket"),
            ("OBS ReadOnlyAccess", "obs:object:GetObject", "obs:object:PutObject"),
            ("OBS Buckets Viewer", "obs:bucket:ListAllMybuckets", "obs:object:GetObject"),
            ("IAM ReadOnlyAccess", "iam:users:listUsers", "iam:users:createUser"),
            ("CTS ReadOnlyAccess", "cts:trace:list", "cts:trace:delete"),
        ],
    )
    def test_what_they_allow(self, name: str, may: str, may_not: str) -> None:
        def full(action: str) -> str:
            service, kind, _ = action.split(":")
            return f"{service}:local:account:{kind}:*"

        found = self.granted(name)

        assert allowed(found, may, full(may))
        assert not allowed(found, may_not, full(may_not))

    def test_full_access_outweighs_common_operations(self) -> None:
        both = [policy for policy in SYSTEM_POLICIES if policy.display_name.startswith("ModelArts ")]
        found = PolicySet(compile_policy(policy.name, policy.policy) for policy in both)

        assert allowed(found, "modelarts:pool:delete", "modelarts:local:account:pool:*")

    def test_ids_and_names_are_unique(self) -> None:
        assert len({policy.id for policy in SYSTEM_POLICIES}) == len({policy.name for policy in SYSTEM_POLICIES})
