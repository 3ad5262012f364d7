"""Which policy documents may be kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.iam.errors.policies import PolicyInvalid
from modelyard.iam.rules.policy import AccessRequest, PolicySet, compile_policy, decide
from modelyard.iam.rules.policy_check import check_policy

ACTION = ["modelarts:trainJob:create"]


def document(**statement: Any) -> dict[str, Any]:
    return {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ACTION, **statement}]}


def condition(operator: str, values: Any, key: str = "g:UserName") -> dict[str, Any]:
    return document(Condition={operator: {key: values}})


GOOD = [
    document(),
    document(Effect="deny"),
    document(Sid="x"),
    document(Action=["modelarts:*:*delete*", "obs:*", "*", "sts::x", "*:*:*"]),
    document(Resource=["obs:*:*:object:bucket/${g:UserName}/*", "obs", "*", "obs:*:*:object:a:b"]),
    document(Resource={"uri": ["obs:*:*:bucket:a"]}),
    condition("StringEquals", ["x"], "modelarts:poolType"),
    condition("ForAnyValue:StringEndWithIfExists", ["x"]),
    condition("Bool", [True]),
    condition("NumberLessThan", [1, "2.5"]),
    condition("DateLessThan", ["2026-01-02T03:04:05Z"]),
    condition("NotIpAddress", ["10.0.0.0/8"]),
    condition("Null", ["true"]),
]
BAD: list[tuple[str, str, Any]] = [
    ("IAM.1020", "policy", None),
    ("IAM.1020", "policy", "{}"),
    ("IAM.1020", "policy", {"Version": "1.1", "Statement": ["\ud800"]}),
    ("IAM.1021", "policy", document(Resource=["obs:*:*:object:" + "x" * 1000] * 7)),
    ("IAM.1059", "policy.Statements", {"Version": "1.1", "Statements": []}),
    ("IAM.1024", "policy.Version", {"Version": "1.0", "Statement": []}),
    ("IAM.1027", "policy.Statement", {"Version": "1.1", "Statement": {}}),
    ("IAM.1028", "policy.Statement", {"Version": "1.1", "Statement": []}),
    ("IAM.1028", "policy.Statement", {"Version": "1.1", "Statement": document()["Statement"] * 9}),
    ("IAM.1027", "policy.Statement[0]", {"Version": "1.1", "Statement": ["x"]}),
    ("IAM.1059", "policy.Statement[0].Principal", document(Principal="x")),
    ("IAM.1029", "policy.Statement[0].Effect", document(Effect="Maybe")),
    ("IAM.1029", "policy.Statement[0].Effect", document(Effect=1)),
    ("IAM.1031", "policy.Statement[0]", document(NotAction=ACTION)),
    ("IAM.1030", "policy.Statement[0].Action", document(Action="a:b:c")),
    ("IAM.1030", "policy.Statement[0].Action", document(Action=[])),
    ("IAM.1033", "policy.Statement[0].Action", document(Action=["a:b:c"] * 101)),
    ("IAM.1034", "policy.Statement[0].Action[0]", document(Action=["a:b:" + "c" * 130])),
    ("IAM.1035", "policy.Statement[0].Action[1]", document(Action=["a:b:c", 1])),
    ("IAM.1035", "policy.Statement[0].Action[0]", document(Action=["create"])),
    ("IAM.1037", "policy.Statement[0].Resource", document(Resource="*")),
    ("IAM.1037", "policy.Statement[0].Resource", document(Resource=["*"] * 11)),
    ("IAM.1037", "policy.Statement[0].Resource.uri", document(Resource={"uri": []})),
    ("IAM.1040", "policy.Statement[0].Resource[0]", document(Resource=[""])),
    ("IAM.1041", "policy.Statement[0].Resource[0]", document(Resource=["obs:*:*:object:" + "x" * 1500])),
    ("IAM.1045", "policy.Statement[0].Resource[0]", document(Resource=["a b"])),
    ("IAM.1050", "policy.Statement[0].Condition", document(Condition=[])),
    ("IAM.1050", "policy.Statement[0].Condition", document(Condition={})),
    ("IAM.1051", "policy.Statement[0].Condition.Sounds", condition("Sounds", ["x"])),
    ("IAM.1052", "policy.Statement[0].Condition.Bool", document(Condition={"Bool": ["x"]})),
    ("IAM.1052", "policy.Statement[0].Condition.Bool.x", condition("Bool", ["true"], "x")),
    ("IAM.1053", "policy.Statement[0].Condition.Bool.g:UserName", condition("Bool", "true")),
    ("IAM.1054", "policy.Statement[0].Condition.Bool.g:UserName", condition("Bool", [])),
    ("IAM.1055", "policy.Statement[0].Condition.Bool.g:UserName[0]", condition("Bool", [{}])),
    ("IAM.1055", "policy.Statement[0].Condition.Bool.g:UserName[0]", condition("Bool", ["perhaps"])),
    ("IAM.1055", "policy.Statement[0].Condition.NumericEquals.g:UserName[0]", condition("NumericEquals", ["x"])),
    ("IAM.1055", "policy.Statement[0].Condition.DateEquals.g:UserName[0]", condition("DateEquals", ["soon"])),
    ("IAM.1055", "policy.Statement[0].Condition.IpAddress.g:UserName[0]", condition("IpAddress", ["here"])),
    ("IAM.1056", "policy.Statement[0].Condition.StringEquals.g:UserName[0]", condition("StringEquals", [""])),
]


class TestCheckPolicy:
    @pytest.mark.parametrize("good", GOOD)
    def test_good_documents_pass_and_can_be_used(self, good: dict[str, Any]) -> None:
        check_policy(good)

        decide(PolicySet([compile_policy("p", good)]), AccessRequest("a:b:c"))

    @pytest.mark.parametrize(("code", "place", "bad"), BAD)
    def test_bad_documents_are_refused_with_code_and_place(self, code: str, place: str, bad: Any) -> None:
        with pytest.raises(PolicyInvalid) as raised:
            check_policy(bad)

        assert (raised.value.code, raised.value.params["field"]) == (code, place)

    def test_older_versions_pass_where_they_are_known(self) -> None:
        check_policy({**document(), "Version": "1.0"}, versions=("1.0", "1.1"))

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=10),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["Version", "Statement", "Effect", "Action", "Resource", "Condition", "Bool", "g:x", "uri"]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=15,
        )
    )
    def test_any_json_either_passes_and_can_be_used_or_is_refused(self, anything: Any) -> None:
        for candidate in (anything, {"Version": "1.1", "Statement": [anything]}, document(Condition=anything)):
            try:
                check_policy(candidate)
            except PolicyInvalid:
                continue
            decide(PolicySet([compile_policy("p", candidate)]), AccessRequest("a:b:c"))
