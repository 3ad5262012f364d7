"""Routes of agencies."""

from typing import Any

import pytest

from iam.house import House

PATH = "/v3.0/OS-AGENCY/agencies"


async def make(house: House, name: str = "helper", **fields: Any) -> dict[str, Any]:
    agency = {"name": name, "domain_id": house.acme.domain_id, "trust_domain_name": "op_svc_modelarts", **fields}
    answer = await house.http.post(PATH, json={"agency": agency})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()["agency"]
    return made


class TestAgencies:
    @pytest.mark.parametrize(
        ("duration", "hours", "expires"),
        [
            (None, "FOREVER", None),
            ("FOREVER", "FOREVER", None),
            ("ONEDAY", "24", "2026-01-03T03:04:05.000000Z"),
            (30, "720", "2026-02-01T03:04:05.000000Z"),
            ("30", "720", "2026-02-01T03:04:05.000000Z"),
        ],
    )
    async def test_an_agency_lasts_as_long_as_told(self, house: House, duration: Any, hours: str, expires: str | None) -> None:
        agency = await make(house, duration=duration)

        assert (agency["duration"], agency["expire_time"]) == (hours, expires)
        assert agency["trust_domain_name"] == "op_svc_modelarts"

    @pytest.mark.parametrize(
        "fields",
        [{"duration": "soon"}, {"duration": 0}, {"duration": "99999999"}, {"name": "a b"}, {"name": ""}, {"duration": True}],
    )
    async def test_bad_values_are_refused(self, house: House, fields: dict[str, Any]) -> None:
        agency = {"name": "x", "domain_id": house.acme.domain_id, "trust_domain_name": "op_svc_modelarts", **fields}

        assert (await house.http.post(PATH, json={"agency": agency})).status_code == 400

    async def test_an_account_can_be_trusted_by_name_or_id(self, house: House) -> None:
        by_name = await make(house, "one", trust_domain_name="other")
        by_id = await make(house, "two", trust_domain_name=None, trust_domain_id=house.other.domain_id)

        assert by_name["trust_domain_id"] == by_id["trust_domain_id"] == house.other.domain_id
        agency = {"name": "x", "domain_id": house.acme.domain_id, "trust_domain_name": "nobody"}
        assert (await house.http.post(PATH, json={"agency": agency})).status_code == 404

    async def test_agencies_come_by_name_and_filters_choose(self, house: House) -> None:
        await make(house, "zoo")
        await make(house, "ape", trust_domain_name="other")

        async def names(**query: str) -> list[str]:
            answer = await house.http.get(PATH, params={"domain_id": house.acme.domain_id, **query})
            return [agency["name"] for agency in answer.json()["agencies"]]

        assert await names() == ["ape", "zoo"]
        assert await names(name="zoo") == ["zoo"]
        assert await names(trust_domain_id=house.other.domain_id) == ["ape"]
        assert await names(page="2", per_page="1") == ["zoo"]
        assert await names(domain_id=house.other.domain_id) == []

    async def test_it_is_changed_and_deleted(self, house: House) -> None:
        agency = await make(house)
        path = f"{PATH}/{agency['id']}"

        changed = (await house.http.put(path, json={"agency": {"description": "new", "duration": "ONEDAY"}})).json()

        assert (changed["agency"]["description"], changed["agency"]["duration"]) == ("new", "24")
        assert (await house.http.delete(path)).status_code == 204
        assert (await house.http.get(path)).status_code == 404

    async def test_another_accounts_agency_does_not_exist(self, house: House) -> None:
        agency = await make(house)
        foreign = house.as_(house.other.owner.user_id)

        for method in ("GET", "DELETE"):
            assert (await house.http.request(method, f"{PATH}/{agency['id']}", headers=foreign)).status_code == 404


class TestAgencyGrants:
    @pytest.mark.parametrize("place", ["domain", "project", "everywhere"])
    async def test_a_grant_comes_shows_and_goes(self, house: House, place: str) -> None:
        agency_id, role_id = (await make(house))["id"], await house.role_id("ModelArts FullAccess")
        path = {
            "domain": f"/v3.0/OS-AGENCY/domains/{house.acme.domain_id}/agencies/{agency_id}/roles/{role_id}",
            "project": f"/v3.0/OS-AGENCY/projects/{house.acme.project_id}/agencies/{agency_id}/roles/{role_id}",
            "everywhere": f"/v3.0/OS-INHERIT/domains/{house.acme.domain_id}/agencies/{agency_id}/roles/{role_id}"
            "/inherited_to_projects",
        }[place]

        assert (await house.http.head(path)).status_code == 404
        assert (await house.http.put(path)).status_code == 204
        assert (await house.http.head(path)).status_code == 204
        listed = (await house.http.get(path.replace(f"/{role_id}", ""))).json()["roles"]
        assert [role["id"] for role in listed] == [role_id]
        assert (await house.http.delete(path)).status_code == 204
        assert (await house.http.head(path)).status_code == 404

    async def test_an_agency_with_more_rights_than_ones_own_is_not_redirected(self, house: House) -> None:
        clerk = await house.make_user("clerk")
        agency_id, role_id = (await make(house))["id"], await house.role_id("ModelArts FullAccess")
        grant = f"/v3.0/OS-AGENCY/projects/{house.acme.project_id}/agencies/{agency_id}/roles/{role_id}"
        assert (await house.http.put(grant)).status_code == 204
        body = {"agency": {"trust_domain_name": "other"}}

        answer = await house.http.put(f"{PATH}/{agency_id}", json=body, headers=house.as_(clerk))

        assert answer.status_code == 403
