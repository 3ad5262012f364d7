"""The routes of images, as the public clients call them."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from images.hostile_packages import PackageIndex
from images.images_builds import build_due
from modelyard.core.clock import FixedClock
from modelyard.core.loops import ReconcilerRunner
from modelyard.images import service as images
from modelyard.images.errors import ContainersImpossible, ImageBuildFailed, ImageNotFound
from modelyard.images.loops import BuildReconciler
from modelyard.images.service.context import ImagesContext
from modelyard.images.types import BeingBuilt, ImageKind, RuntimeImage
from modelyard.objects.testing import RuleGatekeeper, make_subject

HERE = "/v1/p1/images"
THERE = "/v1/p2/images"
MALLORY = {"x-user": "mallory"}


async def register(client: httpx.AsyncClient, address: str = "team/tool:1", **fields: Any) -> dict[str, Any]:
    answer = await client.post(HERE, json={"swr_path": address, **fields})
    assert answer.status_code == 201, answer.text
    image: dict[str, Any] = answer.json()
    return image


class TestListImage:
    async def test_without_a_type_preset_images_are_listed(self, client: httpx.AsyncClient) -> None:
        await register(client)

        found = (await client.get(HERE)).json()

        assert {image["type"] for image in found["data"]} == {"BUILD_IN"}
        assert found["total"] == found["size"] == len(found["data"]) >= 6
        assert (found["current"], found["pages"]) == (1, 1)

    async def test_pages_hold_each_image_once(self, client: httpx.AsyncClient) -> None:
        for number in range(5):
            await register(client, f"team/tool:{number}")

        pages = [
            (await client.get(HERE, params={"type": "DEDICATED", "limit": 2, "offset": offset, "sort_key": "tag"})).json()
            for offset in (0, 2, 4)
        ]

        assert [image["tag"] for page in pages for image in page["data"]] == ["4", "3", "2", "1", "0"]
        assert [page["current"] for page in pages] == [1, 2, 3]
        assert {page["pages"] for page in pages} == {3}

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"name": "ool"}, ["other/tool", "team/tool"]),
            ({"name": "ool", "name_fuzzy_match": "false"}, []),
            ({"name": "tool", "name_fuzzy_match": "false"}, ["other/tool", "team/tool"]),
            ({"namespace": "team"}, ["team/brush", "team/tool"]),
            ({"service_type": "TRAIN"}, ["team/brush"]),
            ({"show_tag": "2"}, ["team/brush"]),
            ({"name": "100%"}, []),
        ],
    )
    async def test_filters_leave_what_matches(self, client: httpx.AsyncClient, query: dict[str, str], names: list[str]) -> None:
        await register(client, "team/tool:1")
        await register(client, "other/tool:1")
        await register(client, "team/brush:2", service_type="TRAIN")

        found = (await client.get(HERE, params={"type": "DEDICATED", **query})).json()

        assert sorted(f"{image['namespace']}/{image['name']}" for image in found["data"]) == names

    @pytest.mark.parametrize(
        ("query", "least"),
        [({"name": "PYTORCH"}, 3), ({"namespace": "nobody"}, 0), ({"show_name": "Scikit_Learn"}, 1), ({"offset": "99"}, 0)],
    )
    async def test_preset_images_are_filtered_alike(self, client: httpx.AsyncClient, query: dict[str, str], least: int) -> None:
        assert len((await client.get(HERE, params=query)).json()["data"]) == least

    async def test_preset_images_sort_by_name(self, client: httpx.AsyncClient) -> None:
        found = (await client.get(HERE, params={"sort_key": "name,tag", "sort_dir": "ASC"})).json()

        names = [image["name"] for image in found["data"]]
        assert names == sorted(names)

    async def test_an_unknown_sort_key_is_refused_with_those_there_are(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(HERE, params={"sort_key": "colour"})

        assert answer.status_code == 400
        assert "create_at" in answer.json()["error_msg"]

    async def test_images_for_cards_that_are_not_there_say_so(self, client: httpx.AsyncClient) -> None:
        found = (await client.get(HERE, params={"name": "cann"})).json()

        assert [image["status"] for image in found["data"]] == ["ERROR"]
        assert "Ascend" in found["data"][0]["status_message"]


class TestRegisterImage:
    async def test_an_image_of_a_registry_is_there_at_once(self, client: httpx.AsyncClient) -> None:
        image = await register(client, "hub.example/team/tool:1", tags=["stage=test", "x"], description="d")

        assert image["swr_path"] == "hub.example/team/tool:1"
        assert (image["status"], image["type"], image["visibility"]) == ("ACTIVE", "DEDICATED", "PRIVATE")
        assert image["tags"] == [{"key": "stage", "value": "test"}, {"key": "x", "value": ""}]
        assert (await client.get(f"{HERE}/{image['id']}")).json() == image

    async def test_the_same_address_twice_is_a_conflict(self, client: httpx.AsyncClient) -> None:
        await register(client, "team/tool:1")

        answer = await client.post(HERE, json={"swr_path": "docker.io/team/tool:1"})

        assert answer.status_code == 409
        assert answer.json()["error_code"] == "Modelyard.4011"

    @pytest.mark.parametrize(
        "address",
        ["tool", "team/tool", "team/$(whoami):1", "team/tool:1;id", "../tool:1", "team/tööl:1", "x" * 3000, "\x00/a:1"],
    )
    async def test_what_is_no_address_is_refused(self, client: httpx.AsyncClient, address: str) -> None:
        assert (await client.post(HERE, json={"swr_path": address})).status_code == 400

    @pytest.mark.parametrize(
        "fields",
        [
            {"arch": "RISCV"},
            {"visibility": "SECRET"},
            {"resource_category": []},
            {"workspace_id": "../x"},
            {"tags": ["x"] * 21},
            {"description": "x" * 513},
            {"requirements": "numpy\n-r /etc/passwd\n"},
            {"requirements": "x" * 300_000},
            {"requirements": "numpy", "requirements_path": "obs://b/k"},
            {"requirements_path": "/etc/passwd2"},
            {"requirements_path": "file:///etc/passwd"},
            {"swr_path": "atelier/pytorch:1"},
            {"swr_path": 7},
        ],
    )
    async def test_wrong_fields_are_refused(self, client: httpx.AsyncClient, fields: dict[str, Any]) -> None:
        answer = await client.post(HERE, json={"swr_path": "team/tool:1", **fields})

        assert answer.status_code in {400, 404}, answer.text
        assert answer.json()["error_msg"]

    async def test_unknown_fields_are_ignored(self, client: httpx.AsyncClient) -> None:
        await register(client, colour="blue", swr_instance_id="x")

    async def test_a_project_has_a_quota(self, app: FastAPI, client: httpx.AsyncClient, context: ImagesContext) -> None:
        app.state.images = replace(context, settings=context.settings.model_copy(update={"max_images": 1}))
        await register(client)

        answer = await client.post(HERE, json={"swr_path": "team/tool:2"})

        assert (answer.status_code, answer.json()["error_code"]) == (429, "Modelyard.4012")

    async def test_it_takes_the_right_to(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda who, action, resource, conditions: action != "modelarts:image:register"

        assert (await client.post(HERE, json={"swr_path": "team/tool:1"})).status_code == 403

    async def test_it_is_audited(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        await register(client)

        assert app.state.audit.records == [("POST", HERE, 201)]


class TestEnvironments:
    """Requirement files that become images, from the text to something that runs."""

    async def test_a_text_becomes_an_image(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        index.add_wheel("pip")
        index.add_wheel("friendly", "ANSWER = 42")
        image = await register(client, "team/env:1", requirements="friendly\n")
        assert image["status"] == "INIT"

        assert await build_due(context) == 1

        there = (await client.get(f"{HERE}/{image['id']}")).json()
        assert (there["status"], there["status_message"]) == ("ACTIVE", "")
        assert there["size"] > 0
        found = await ask(context, "team/env:1")
        assert isinstance(found, RuntimeImage)
        assert found.kind is ImageKind.ENVIRONMENT

    async def test_a_lock_in_a_bucket_becomes_an_image(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex, objects: dict[str, bytes]
    ) -> None:
        objects["obs://b/lock.txt"] = index.add_wheel("friendly").lock.encode()
        image = await register(client, "team/env:1", requirements_path="obs://b/lock.txt")

        await build_due(context)

        build = (await client.get(f"{HERE}/{image['id']}/build")).json()
        assert (build["status"], build["percent"], build["packages"]) == ("ACTIVE", 100, 1)
        assert "friendly==1.0" in build["log"]

    async def test_an_object_that_is_not_there_is_told(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(HERE, json={"swr_path": "team/env:1", "requirements_path": "obs://b/none"})

        assert answer.status_code == 404

    async def test_a_package_without_a_wheel_is_built_from_source(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        index.add_wheel("pip")
        index.add_source("sourced")
        image = await register(client, "team/env:1", requirements="sourced\n")

        await build_due(context)

        assert (await client.get(f"{HERE}/{image['id']}")).json()["status"] == "ACTIVE"

    async def test_a_site_can_refuse_to_build_from_source(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        package = index.add_source("sourced")
        image = await register(client, "team/env:1", requirements=package.lock)
        strict = replace(context, settings=context.settings.model_copy(update={"source_builds": False}))

        await build_due(strict)

        there = (await client.get(f"{HERE}/{image['id']}")).json()
        assert there["status"] == "CREATE_FAILED"
        assert "source_builds" in there["status_message"]

    async def test_code_of_packages_does_not_see_the_passwords_of_the_index(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        package = index.add_source("curious")
        sources = replace(index.sources, extra_index_urls=("https://reader:pa55word@127.0.0.1:9/simple",))
        await register(client, "team/env:1", requirements=package.lock)

        for share in (False, True):
            settings = context.settings.model_copy(update={"share_index_credentials": share})
            shared = replace(context, sources=sources, settings=settings)
            seen = BuildReconciler(shared)._source_sources()
            assert ("pa55word" in str(seen)) == share

    async def test_a_failure_is_told_and_a_sync_tries_again(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        index.add_wheel("pip")
        image = await register(client, "team/env:1", requirements="later\n")
        await build_due(context)
        failed = (await client.get(f"{HERE}/{image['id']}")).json()
        assert failed["status"] == "CREATE_FAILED"
        assert "later" in failed["status_message"]
        with pytest.raises(ImageBuildFailed):
            await ask(context, "team/env:1")

        index.add_wheel("later")
        assert (await client.post(f"{HERE}/{image['id']}/sync")).status_code == 200
        await build_due(context)

        assert (await client.get(f"{HERE}/{image['id']}")).json()["status"] == "ACTIVE"

    async def test_a_failed_build_is_tried_again_by_a_later_use(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex, clock: FixedClock
    ) -> None:
        await register(client, "team/env:1", requirements="later\npip\n")
        await build_due(context)

        clock.advance(context.settings.retry_failed_seconds + 1)

        assert isinstance(await ask(context, "team/env:1"), BeingBuilt)

    async def test_a_waiting_build_can_be_canceled(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        image = await register(client, "team/env:1", requirements=index.add_wheel("friendly").lock)

        assert (await client.post(f"{HERE}/{image['id']}/build/cancel")).status_code == 200
        await build_due(context)

        build = (await client.get(f"{HERE}/{image['id']}/build")).json()
        assert (build["status"], build["message"]) == ("CREATE_FAILED", "The build was canceled.")

    async def test_a_running_build_is_canceled(
        self, client: httpx.AsyncClient, context: ImagesContext, index: PackageIndex
    ) -> None:
        package = index.add_source("sleepy", before="__import__('time').sleep(60)")
        image = await register(client, "team/env:1", requirements=package.lock)
        runner = ReconcilerRunner(context.database, BuildReconciler(context), context.clock)
        (claim,) = await runner.claim(1)

        assert (await client.post(f"{HERE}/{image['id']}/build/cancel")).status_code == 200
        await runner.handle(claim)

        assert (await client.get(f"{HERE}/{image['id']}/build")).json()["status"] == "CREATE_FAILED"

    async def test_the_build_of_an_image_of_a_registry_is_none(self, client: httpx.AsyncClient) -> None:
        image = await register(client)

        assert (await client.get(f"{HERE}/{image['id']}/build")).status_code == 404
        assert (await client.post(f"{HERE}/{image['id']}/build/cancel")).status_code == 404

    async def test_preset_images_show_their_build(self, client: httpx.AsyncClient, context: ImagesContext) -> None:
        (image,) = (await client.get(HERE, params={"name": "python_"})).json()["data"]
        assert (await client.get(f"{HERE}/{image['id']}/build")).status_code == 404

        await ask(context, "python")

        assert (await client.get(f"{HERE}/{image['id']}/build")).json()["step"] == "waiting"


class TestDeleteImage:
    async def test_it_is_gone_and_its_group_with_the_last_one(self, client: httpx.AsyncClient) -> None:
        first, second = await register(client, "team/tool:1"), await register(client, "team/tool:2")

        answer = await client.request("DELETE", f"{HERE}/{first['id']}", json={"is_force": True})
        assert (answer.status_code, answer.json()["status"]) == (200, "DELETED")
        assert (await client.get(f"{HERE}/{first['id']}")).status_code == 404
        assert (await groups(client))[0]["version_count"] == 1

        assert (await client.delete(f"{HERE}/{second['id']}")).status_code == 200
        assert await groups(client) == []

    async def test_preset_images_stay(self, client: httpx.AsyncClient) -> None:
        preset = (await client.get(HERE)).json()["data"][0]

        answer = await client.delete(f"{HERE}/{preset['id']}")

        assert (answer.status_code, answer.json()["error_code"]) == (409, "Modelyard.4013")

    async def test_the_address_is_free_again(self, client: httpx.AsyncClient) -> None:
        image = await register(client)
        await client.delete(f"{HERE}/{image['id']}")

        await register(client)


class TestGroups:
    async def test_versions_of_an_image_make_a_group(self, client: httpx.AsyncClient) -> None:
        await register(client, "team/tool:1", read_me="how to")
        await register(client, "team/tool:2")

        (group,) = await groups(client)

        assert (group["namespace"], group["name"], group["version_count"]) == ("team", "tool", 2)
        assert group["read_me"] == "how to"

    async def test_preset_groups_come_first_and_pages_join(self, client: httpx.AsyncClient) -> None:
        await register(client)
        all_groups = (await client.get(f"{HERE}/group")).json()

        walked: list[str] = []
        for offset in range(0, all_groups["total"], 2):
            page = (await client.get(f"{HERE}/group", params={"offset": offset, "limit": 2})).json()
            walked += [group["id"] for group in page["data"]]

        assert walked == [group["id"] for group in all_groups["data"]]
        assert all_groups["data"][-1]["name"] == "tool"

    async def test_a_group_can_be_changed(self, client: httpx.AsyncClient) -> None:
        await register(client)
        (group,) = await groups(client)

        body = {"read_me": "new", "tags": [{"key": "a", "value": "b"}]}
        assert (await client.put(f"{HERE}/group/{group['id']}", json=body)).status_code == 200

        (changed,) = await groups(client)
        assert (changed["read_me"], changed["tags"]) == ("new", [{"key": "a", "value": "b"}])

    async def test_deleting_a_group_deletes_its_images(self, client: httpx.AsyncClient) -> None:
        image = await register(client)
        (group,) = await groups(client)

        assert (await client.delete(f"{HERE}/group/{group['id']}")).status_code == 204

        assert (await client.get(f"{HERE}/{image['id']}")).status_code == 404

    async def test_groups_of_preset_images_are_fixed(self, client: httpx.AsyncClient) -> None:
        preset = (await client.get(f"{HERE}/group", params={"type": "BUILD_IN", "name": "sklearn"})).json()["data"][0]

        assert (await client.delete(f"{HERE}/group/{preset['id']}")).status_code == 409
        assert (await client.put(f"{HERE}/group/{'0' * 32}", json={})).status_code == 404


class TestStrangers:
    async def test_private_images_are_not_there_for_others(self, client: httpx.AsyncClient, context: ImagesContext) -> None:
        image = await register(client, "team/tool:1")
        (group,) = await groups(client)

        for method, path in [
            ("GET", f"{THERE}/{image['id']}"),
            ("DELETE", f"{THERE}/{image['id']}"),
            ("POST", f"{THERE}/{image['id']}/sync"),
            ("GET", f"{THERE}/{image['id']}/build"),
            ("DELETE", f"{THERE}/group/{group['id']}"),
        ]:
            assert (await client.request(method, path, headers=MALLORY)).status_code == 404
        found = (await client.get(THERE, params={"type": "DEDICATED"}, headers=MALLORY)).json()
        assert found["total"] == 0

    async def test_names_like_it_do_not_betray_private_images(self, client: httpx.AsyncClient, context: ImagesContext) -> None:
        await register(client, "team/secret-tool:1")
        mallory = make_subject("mallory", domain_id="d2", project_id="p2")

        with pytest.raises((ImageNotFound, ContainersImpossible)) as caught:
            async with context.database.session() as db:
                await images.check_image(db, context, mallory, "team/secret-too:1")

        assert "secret-tool" not in str(caught.value)

    async def test_public_images_may_be_used_and_not_changed(self, client: httpx.AsyncClient) -> None:
        image = await register(client, "team/tool:1", visibility="PUBLIC")

        assert (await client.get(f"{THERE}/{image['id']}", headers=MALLORY)).status_code == 200
        assert (await client.delete(f"{THERE}/{image['id']}", headers=MALLORY)).status_code == 404
        found = (await client.get(THERE, params={"type": "DEDICATED"}, headers=MALLORY)).json()
        assert [entry["id"] for entry in found["data"]] == [image["id"]]

    async def test_an_image_of_the_own_project_comes_before_a_public_one(
        self, client: httpx.AsyncClient, context: ImagesContext
    ) -> None:
        context = replace(context, container_problem=lambda: "")
        theirs = await client.post(
            THERE, json={"swr_path": "team/tool:1", "visibility": "PUBLIC", "arch": "AARCH64"}, headers=MALLORY
        )
        assert theirs.status_code == 201
        await register(client, "team/tool:1")

        found = await ask(context, "team/tool:1")

        assert isinstance(found, RuntimeImage)

    async def test_a_colleague_of_the_project_may_use_it(self, client: httpx.AsyncClient) -> None:
        image = await register(client)

        assert (await client.get(f"{HERE}/{image['id']}", headers={"x-user": "bob"})).status_code == 200


async def groups(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Return the groups of registered images."""
    found: list[dict[str, Any]] = (await client.get(f"{HERE}/group", params={"type": "DEDICATED"})).json()["data"]
    return found


async def ask(context: ImagesContext, name: str) -> RuntimeImage | BeingBuilt:
    """Ask for an image as Alice."""
    async with context.database.session() as db:
        return await images.require_image(db, context, make_subject("alice"), name)
