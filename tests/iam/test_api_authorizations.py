"""Routes of ModelArts authorizations, their agencies, and the authorization mode."""

from typing import Any

import pytest

from iam.house import House
from modelyard.iam.errors.modelarts import AuthorizationNotFound
from modelyard.iam.rules.policy import AccessRequest, PolicySet, compile_policy
from modelyard.iam.service.authorizations import policy_on_behalf, require_agency


async def make_agency(house: House, suffix: str = "") -> str:
    answer = await house.http.post(f"{house.api}/agency", json={"agency_name_suffix": suffix})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["agency_name"])


async def authorize(house: House, **body: Any) -> tuple[int, str]:
    answer = await house.http.post(f"{house.api}/authorizations", json=body)
    return answer.status_code, answer.json().get("error_code", "")


class TestAgency:
    async def test_it_is_made_with_what_a_common_user_needs(self, house: House) -> None:
        assert await make_agency(house) == "modelarts_agency"
        assert await make_agency(house, "team") == "ma_agency_team"

        query = {"domain_id": house.acme.domain_id, "name": "ma_agency_team"}
        (agency,) = (await house.http.get("/v3.0/OS-AGENCY/agencies", params=query)).json()["agencies"]
        path = f"/v3.0/OS-INHERIT/domains/{house.acme.domain_id}/agencies/{agency['id']}/roles/inherited_to_projects"
        roles = (await house.http.get(path)).json()["roles"]
        assert [role["name"] for role in roles] == ["system_modelarts_common", "system_obs_operate"]

    async def test_the_same_twice_is_refused(self, house: House) -> None:
        await make_agency(house)

        answer = await house.http.post(f"{house.api}/agency", json={})

        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4502")


class TestAuthorizations:
    async def test_a_user_or_everybody_is_covered(self, house: House) -> None:
        ann, agency = await house.make_user("ann"), await make_agency(house)
        who = house.gatekeeper.subjects[ann]

        async def agency_of_ann() -> str:
            async with house.database.read_session() as db:
                return (await require_agency(db, who, house.acme.project_id)).name

        with pytest.raises(AuthorizationNotFound):
            await agency_of_ann()
        assert await authorize(house, content=agency, user_id="all") == (200, "")
        assert await agency_of_ann() == agency
        own = await make_agency(house, "own")
        assert await authorize(house, content=own, user_id=ann) == (200, "")
        assert await agency_of_ann() == own

    async def test_everybodys_is_replaced_and_a_users_is_not(self, house: House) -> None:
        ann, agency, other = await house.make_user("ann"), await make_agency(house), await make_agency(house, "other")

        assert await authorize(house, content=agency, user_id="all") == (200, "")
        assert await authorize(house, content=other, user_type="all-users") == (200, "")
        assert await authorize(house, content=agency, user_id=ann) == (200, "")
        assert await authorize(house, content=other, user_id=ann) == (400, "ModelArts.0424")
        found = (await house.http.get(f"{house.api}/authorizations")).json()
        assert found["total_count"] == 2
        assert [(each["user_id"], each["user_name"], each["content"]) for each in found["auth"]] == [
            ("all-users", "all-users", other),
            (ann, "ann", agency),
        ]
        backwards = (await house.http.get(f"{house.api}/authorizations?order=desc&limit=1")).json()["auth"]
        assert [each["user_name"] for each in backwards] == ["ann"]

    async def test_what_is_missing_or_unsupported_is_named(self, house: House) -> None:
        ann, agency = await house.make_user("ann"), await make_agency(house)

        assert await authorize(house, content="nothing", user_id=ann) == (400, "ModelArts.6376")
        assert await authorize(house, content=agency) == (400, "ModelArts.6377")
        assert await authorize(house, content=agency, user_id="missing") == (404, "IAM.0004")
        assert await authorize(house, content="AK", type="credential", user_id=ann) == (400, "Modelyard.1221")
        assert await authorize(house, content=agency, user_type="federate", user_name="x") == (400, "Modelyard.1221")

    async def test_they_are_deleted_one_by_one_or_all(self, house: House) -> None:
        ann, agency = await house.make_user("ann"), await make_agency(house)
        for user_id in (ann, "all"):
            await authorize(house, content=agency, user_id=user_id)
        path = f"{house.api}/authorizations"

        assert (await house.http.delete(path)).json()["error_code"] == "ModelArts.6377"
        assert (await house.http.delete(f"{path}?user_id={ann}")).json() == {"result": True}
        assert (await house.http.delete(f"{path}?user_id={ann}")).json()["error_code"] == "ModelArts.0429"
        everything = (await house.http.delete(f"{path}?user_id=all")).json()
        assert everything["result"] is True
        assert "1" in everything["success_message"]

    async def test_only_administrators_change_them(self, house: House) -> None:
        ann = house.as_(await house.make_user("ann"))

        for method, path in (("POST", "agency"), ("DELETE", "authorizations?user_id=all")):
            answer = await house.http.request(method, f"{house.api}/{path}", json={}, headers=ann)
            assert (answer.status_code, answer.json()["error_code"]) == (403, "Modelyard.1203")

    async def test_another_accounts_project_does_not_exist(self, house: House) -> None:
        assert (await house.http.get(f"/v2/{house.other.project_id}/authorizations")).status_code == 404


class TestPolicyOnBehalf:
    async def test_it_holds_what_the_agency_may_do_in_the_project(self, house: House) -> None:
        ann = await house.make_user("ann")
        await authorize(house, content=await make_agency(house), user_id=ann)

        async with house.database.read_session() as db:
            policy = await policy_on_behalf(db, house.gatekeeper.subjects[ann], house.acme.project_id)

        allowed = PolicySet([compile_policy("agency", policy)])
        for action, expected in (("obs:object:GetObject", True), ("modelarts:notebook:create", True), ("iam:users:x", False)):
            decision = allowed.evaluate(AccessRequest(action, resource=f"{action.split(':')[0]}:::{action.split(':')[1]}:*"))
            assert (decision is not None and decision.allowed) is expected


class TestAuthorizationMode:
    async def test_everybody_sees_it_and_administrators_change_it(self, house: House) -> None:
        ann = house.as_(await house.make_user("ann"))
        path = f"{house.api}/authorization-mode"

        assert (await house.http.get(path, headers=ann)).json() == {"strict": True}
        assert (await house.http.put(path, json={"strict": False}, headers=ann)).status_code == 403
        assert (await house.http.put(path, json={"strict": False})).json() == {"strict": False}
        assert (await house.http.get(path, headers=ann)).json() == {"strict": False}
        assert [p["name"] for p in (await house.http.get("/v3/projects", headers=ann)).json()["projects"]] == ["local-1"]
