"""Routes of policies."""

from typing import Any

import pytest

from iam.house import House


def policy(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": list(actions), **more}]}


class TestListRoles:
    async def test_the_systems_policies_come_without_an_account_and_ours_with_it(self, house: House) -> None:
        await house.make_policy("readers", "obs:object:GetObject")

        system = (await house.http.get("/v3/roles")).json()
        ours = (await house.http.get(f"/v3/roles?domain_id={house.acme.domain_id}")).json()
        foreign = (await house.http.get(f"/v3/roles?domain_id={house.other.domain_id}")).json()

        assert "ModelArts FullAccess" in [role["display_name"] for role in system["roles"]]
        assert system["total_number"] == len(system["roles"])
        assert [role["display_name"] for role in ours["roles"]] == ["readers"]
        assert foreign["roles"] == []

    async def test_filters_and_pages_choose(self, house: House) -> None:
        async def names(query: str) -> list[str]:
            return [role["display_name"] for role in (await house.http.get(f"/v3/roles?{query}")).json()["roles"]]

        everything = await names("")
        assert everything == sorted(everything)
        assert await names("page=1&per_page=3") + await names("page=2&per_page=1000") != everything
        assert [name for page in (1, 2, 3, 4, 5, 6) for name in await names(f"page={page}&per_page=3")] == everything
        assert await names("display_name=fullaccess") == ["ModelArts FullAccess"]
        assert await names("display_name=%25") == []
        assert await names("name=secu_admin") == ["Security Administrator"]
        assert "Tenant Administrator" in await names("permission_type=role")
        assert "Tenant Administrator" not in await names("permission_type=policy")
        assert "ModelArts FullAccess" not in await names("type=domain")
        assert await names("catalog=CTS") == ["CTS ReadOnlyAccess"]


class TestCustomPolicies:
    async def test_one_policy_holds_actions_of_all_services(self, house: House) -> None:
        role = {
            "display_name": "developer",
            "type": "XA",
            "description": "for developers",
            "description_cn": "开发者",
            "policy": policy("obs:object:GetObject", "modelarts:notebook:*"),
        }

        answer = await house.http.post("/v3.0/OS-ROLE/roles", json={"role": role})

        made = answer.json()["role"]
        assert answer.status_code == 201
        assert (made["catalog"], made["name"]) == ("CUSTOMED", f"custom_{house.acme.domain_id}_0")
        assert made["policy"] == role["policy"]
        shown = (await house.http.get(f"/v3.0/OS-ROLE/roles/{made['id']}")).json()["role"]
        assert (shown["references"], shown["description_cn"]) == (0, "开发者")

    async def test_it_can_be_changed_and_deleted(self, house: House) -> None:
        role_id = await house.make_policy("readers", "obs:object:GetObject")
        path = f"/v3.0/OS-ROLE/roles/{role_id}"

        changed = await house.http.patch(path, json={"role": {"policy": policy("obs:object:*")}})

        assert changed.status_code == 200
        assert changed.json()["role"]["policy"] == policy("obs:object:*")
        assert changed.json()["role"]["display_name"] == "readers"
        assert (await house.http.delete(path)).status_code == 200
        assert (await house.http.get(path)).status_code == 404

    async def test_a_granted_policy_is_not_deleted(self, house: House) -> None:
        role_id = await house.make_policy("readers", "obs:object:GetObject")
        await house.grant(await house.make_group("crew"), role_id)

        answer = await house.http.delete(f"/v3.0/OS-ROLE/roles/{role_id}")

        assert (answer.status_code, answer.json()["params"]["references"]) == (409, 1)

    @pytest.mark.parametrize(
        "changes",
        [
            {"policy": {}},
            {"policy": {"Version": "1.1", "Statement": []}},
            {"policy": policy("nonsense")},
            {"policy": {"Version": "9", "Statement": [{"Effect": "Allow", "Action": ["a:b:c"]}]}},
            {"display_name": ""},
            {"display_name": "a<b"},
            {"type": "ZZ"},
        ],
    )
    async def test_a_bad_policy_is_refused_with_the_place(self, house: House, changes: dict[str, Any]) -> None:
        role = {"display_name": "x", "type": "AX", "description": "", "policy": policy("obs:object:GetObject"), **changes}

        answer = await house.http.post("/v3.0/OS-ROLE/roles", json={"role": role})

        assert answer.status_code == 400
        assert answer.json()["params"]["field"].startswith("role")

    async def test_names_are_there_once_even_those_of_the_system(self, house: House) -> None:
        await house.make_policy("readers", "obs:object:GetObject")
        for name in ("readers", "ModelArts FullAccess"):
            role = {"display_name": name, "type": "AX", "description": "", "policy": policy("obs:object:GetObject")}
            assert (await house.http.post("/v3.0/OS-ROLE/roles", json={"role": role})).status_code == 409

    async def test_system_policies_are_fixed(self, house: House) -> None:
        path = f"/v3.0/OS-ROLE/roles/{await house.role_id('ModelArts FullAccess')}"

        assert (await house.http.patch(path, json={"role": {"description": "x"}})).status_code == 403
        assert (await house.http.delete(path)).status_code == 403

    async def test_another_accounts_policy_does_not_exist(self, house: House) -> None:
        role_id = await house.make_policy("readers", "obs:object:GetObject")
        foreign = house.as_(house.other.owner.user_id)
        path = f"/v3.0/OS-ROLE/roles/{role_id}"

        assert (await house.http.get(path, headers=foreign)).status_code == 404
        assert (await house.http.get(f"/v3/roles/{role_id}", headers=foreign)).status_code == 404
        assert (await house.http.patch(path, json={"role": {"description": "x"}}, headers=foreign)).status_code == 404
        assert (await house.http.delete(path, headers=foreign)).status_code == 404
