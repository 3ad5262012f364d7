"""The official IAM client against the application on a real port: it signs, we answer, it parses."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkiam import v3 as iam

from modelyard.core.db import Database
from modelyard.iam.service.bootstrap import ensure_system_roles
from modelyard.iam.testing import SEALING_KEY, ClientKey, make_access_key, make_domain, make_project, make_user
from modelyard.server.app import create_app
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings
from modelyard.server.wiring import wire


class Account:
    """An account whose owner calls through the official client."""

    def __init__(self, client: Any, key: ClientKey, domain_id: str, project_id: str) -> None:
        self.client = client
        self.key = key
        self.domain_id = domain_id
        self.project_id = project_id

    async def call(self, operation: str, request: Any) -> Any:
        """Call an operation of the client in a thread and return what it made of the answer."""
        method: Callable[[Any], Any] = getattr(self.client, operation)
        return await asyncio.to_thread(method, request)


@pytest.fixture
async def endpoint(database: Database, tmp_path: Path) -> AsyncIterator[str]:
    """The application on a free port."""
    home = Home(tmp_path / "home")
    for directory in (home.secrets, home.storage):
        directory.mkdir(parents=True)
    home.master_key_file.write_bytes(SEALING_KEY)
    settings = PlatformSettings()
    app = create_app(settings, home)
    wire(app, settings, home, database)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - it offers no event to wait for
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture
async def account(database: Database, endpoint: str) -> Account:
    async with database.session() as db:
        await ensure_system_roles(db)
        domain = await make_domain(db, "acme")
        project = await make_project(db, domain, "local-1")
        owner = await make_user(db, domain, "owner", is_domain_owner=True)
        key: ClientKey = await make_access_key(db, owner)
    credentials = GlobalCredentials(key.access, key.secret, domain.id)
    config = HttpConfig.get_default_config()
    client = iam.IamClient.new_builder().with_http_config(config).with_credentials(credentials).with_endpoints([endpoint])
    return Account(client.build(), key, domain.id, project.id)


class TestUsersAndGroups:
    async def test_a_user_lives_and_dies(self, account: Account) -> None:
        option = iam.CreateUserOption(
            name="ann", domain_id=account.domain_id, password="Sparrow-77", email="ann@example.com", pwd_status=False
        )
        made = await account.call("create_user", iam.CreateUserRequest(body=iam.CreateUserRequestBody(user=option)))
        assert (made.user.name, made.user.email, made.user.is_domain_owner) == ("ann", "ann@example.com", False)
        user_id = made.user.id

        shown = await account.call("show_user", iam.ShowUserRequest(user_id=user_id))
        assert (shown.user.enabled, shown.user.pwd_strength, shown.user.pwd_status) == (True, "mid", False)
        listed = await account.call("keystone_list_users", iam.KeystoneListUsersRequest(name="ann"))
        assert [user.id for user in listed.users] == [user_id]
        body = iam.KeystoneUpdateUserByAdminRequestBody(user=iam.KeystoneUpdateUserOption(description="changed", enabled=False))
        changed = await account.call(
            "keystone_update_user_by_admin", iam.KeystoneUpdateUserByAdminRequest(user_id=user_id, body=body)
        )
        assert (changed.user.description, changed.user.enabled) == ("changed", False)

        group = await account.call(
            "keystone_create_group",
            iam.KeystoneCreateGroupRequest(
                body=iam.KeystoneCreateGroupRequestBody(group=iam.KeystoneCreateGroupOption(name="crew", description="us"))
            ),
        )
        group_id = group.group.id
        await account.call("keystone_add_user_to_group", iam.KeystoneAddUserToGroupRequest(group_id=group_id, user_id=user_id))
        await account.call(
            "keystone_check_user_in_group", iam.KeystoneCheckUserInGroupRequest(group_id=group_id, user_id=user_id)
        )
        members = await account.call(
            "keystone_list_users_for_group_by_admin", iam.KeystoneListUsersForGroupByAdminRequest(group_id=group_id)
        )
        assert [user.name for user in members.users] == ["ann"]
        groups = await account.call("keystone_list_groups_for_user", iam.KeystoneListGroupsForUserRequest(user_id=user_id))
        assert [found.name for found in groups.groups] == ["crew"]
        await account.call("keystone_delete_user", iam.KeystoneDeleteUserRequest(user_id=user_id))
        with pytest.raises(ClientRequestException) as caught:
            await account.call("show_user", iam.ShowUserRequest(user_id=user_id))
        assert (caught.value.status_code, caught.value.error_code) == (404, "IAM.0004")


class TestFirstCalls:
    """What the client asks before its first real call when it was given a key and nothing else."""

    async def test_it_finds_its_project_by_the_region(self, account: Account, endpoint: str) -> None:
        credentials = BasicCredentials(account.key.access, account.key.secret).with_iam_endpoint(endpoint)

        await asyncio.to_thread(credentials.process_auth_params, account.client._http_client, "local-1")

        assert credentials.project_id == account.project_id

    async def test_it_finds_its_account(self, account: Account, endpoint: str) -> None:
        credentials = GlobalCredentials(account.key.access, account.key.secret).with_iam_endpoint(endpoint)

        await asyncio.to_thread(credentials.process_auth_params, account.client._http_client, "local-1")

        assert credentials.domain_id == account.domain_id


class TestProjects:
    async def test_the_region_has_one_project_and_more_can_be_made(self, account: Account) -> None:
        found = await account.call("keystone_list_projects", iam.KeystoneListProjectsRequest(name="local-1"))
        assert [(project.id, project.parent_id) for project in found.projects] == [(account.project_id, account.domain_id)]
        option = iam.KeystoneCreateProjectOption(name="local-1_team", parent_id=account.project_id)
        made = await account.call(
            "keystone_create_project",
            iam.KeystoneCreateProjectRequest(body=iam.KeystoneCreateProjectRequestBody(project=option)),
        )
        project_id = made.project.id
        status = iam.UpdateProjectStatusRequestBody(project=iam.UpdateProjectOption(status="suspended"))
        await account.call("update_project_status", iam.UpdateProjectStatusRequest(project_id=project_id, body=status))
        shown = await account.call(
            "show_project_details_and_status", iam.ShowProjectDetailsAndStatusRequest(project_id=project_id)
        )
        assert (shown.project.status, shown.project.enabled) == ("suspended", False)
        page = await account.call("keystone_list_projects", iam.KeystoneListProjectsRequest(page=2, per_page=1))
        assert [project.name for project in page.projects] == ["local-1_team"]
        assert page.links.next is None

    async def test_the_account_regions_and_catalogue_can_be_read(self, account: Account) -> None:
        domains = await account.call("keystone_list_auth_domains", iam.KeystoneListAuthDomainsRequest())
        assert [domain.id for domain in domains.domains] == [account.domain_id]
        regions = await account.call("keystone_list_regions", iam.KeystoneListRegionsRequest())
        assert [(region.id, region.locales.en_us) for region in regions.regions] == [("local-1", "Modelyard")]
        services = await account.call("keystone_list_services", iam.KeystoneListServicesRequest())
        endpoints = await account.call("keystone_list_endpoints", iam.KeystoneListEndpointsRequest())
        assert {service.id for service in services.services} == {endpoint.service_id for endpoint in endpoints.endpoints}
        catalog = await account.call("keystone_show_catalog", iam.KeystoneShowCatalogRequest())
        assert "iam" in {entry.type for entry in catalog.catalog}
        version = await account.call("keystone_show_version", iam.KeystoneShowVersionRequest())
        assert version.version.media_types[0].base == "application/json"


class TestPoliciesAndGrants:
    async def test_a_custom_policy_is_granted_and_listed(self, account: Account) -> None:
        statement = iam.ServiceStatement(
            action=["obs:bucket:ListBucket", "modelarts:notebook:list"],
            effect="Allow",
            condition={"StringEquals": {"g:UserName": ["ann"]}},
        )
        option = iam.ServicePolicyRoleOption(
            display_name="readers", type="AX", description="d", policy=iam.ServicePolicy(version="1.1", statement=[statement])
        )
        made = await account.call(
            "create_cloud_service_custom_policy",
            iam.CreateCloudServiceCustomPolicyRequest(body=iam.CreateCloudServiceCustomPolicyRequestBody(role=option)),
        )
        role_id = made.role.id
        assert made.role.policy.statement[0].condition == {"StringEquals": {"g:UserName": ["ann"]}}
        custom = await account.call("list_custom_policies", iam.ListCustomPoliciesRequest())
        assert [role.id for role in custom.roles] == [role_id]
        system = await account.call("keystone_list_permissions", iam.KeystoneListPermissionsRequest(page=1, per_page=300))
        assert system.total_number == len(system.roles) > 5
        group = await account.call(
            "keystone_create_group",
            iam.KeystoneCreateGroupRequest(
                body=iam.KeystoneCreateGroupRequestBody(group=iam.KeystoneCreateGroupOption(name="crew"))
            ),
        )
        group_id = group.group.id
        await account.call(
            "keystone_associate_group_with_project_permission",
            iam.KeystoneAssociateGroupWithProjectPermissionRequest(
                project_id=account.project_id, group_id=group_id, role_id=role_id
            ),
        )
        await account.call(
            "update_domain_group_inherit_role",
            iam.UpdateDomainGroupInheritRoleRequest(domain_id=account.domain_id, group_id=group_id, role_id=role_id),
        )
        inherited = await account.call(
            "keystone_list_all_project_permissions_for_group",
            iam.KeystoneListAllProjectPermissionsForGroupRequest(domain_id=account.domain_id, group_id=group_id),
        )
        assert [role.display_name for role in inherited.roles] == ["readers"]
        grants = await account.call(
            "show_domain_role_assignments",
            iam.ShowDomainRoleAssignmentsRequest(domain_id=account.domain_id, subject_group_id=group_id),
        )
        assert grants.total_num == 2
        assert {grant.role.id for grant in grants.role_assignments} == {role_id}
        shown = await account.call("show_custom_policy", iam.ShowCustomPolicyRequest(role_id=role_id))
        assert shown.role.references == 2

    async def test_grants_in_an_enterprise_project(self, account: Account) -> None:
        group = await account.call(
            "keystone_create_group",
            iam.KeystoneCreateGroupRequest(
                body=iam.KeystoneCreateGroupRequestBody(group=iam.KeystoneCreateGroupOption(name="crew"))
            ),
        )
        names = {"enterprise_project_id": "ep-1", "group_id": group.group.id, "role_id": "system_modelarts_full"}
        roles = await account.call("keystone_list_permissions", iam.KeystoneListPermissionsRequest(name=names["role_id"]))
        names["role_id"] = roles.roles[0].id

        await account.call(
            "associate_role_to_group_on_enterprise_project", iam.AssociateRoleToGroupOnEnterpriseProjectRequest(**names)
        )

        found = await account.call(
            "list_enterprise_projects_for_group", iam.ListEnterpriseProjectsForGroupRequest(group_id=group.group.id)
        )
        assert [project.project_id for project in found.enterprise_projects] == ["ep-1"]
        groups = await account.call(
            "list_groups_for_enterprise_project", iam.ListGroupsForEnterpriseProjectRequest(enterprise_project_id="ep-1")
        )
        assert [(each.name, each.domain_id) for each in groups.groups] == [("crew", account.domain_id)]


class TestAgencies:
    async def test_an_agency_is_made_and_granted(self, account: Account) -> None:
        option = iam.CreateAgencyOption(
            name="helper", domain_id=account.domain_id, trust_domain_name="op_svc_modelarts", duration="ONEDAY"
        )
        made = await account.call("create_agency", iam.CreateAgencyRequest(body=iam.CreateAgencyRequestBody(agency=option)))
        assert made.agency.duration == "24"
        roles = await account.call(
            "keystone_list_permissions", iam.KeystoneListPermissionsRequest(display_name="ModelArts FullAccess")
        )
        names = {"domain_id": account.domain_id, "agency_id": made.agency.id, "role_id": roles.roles[0].id}

        await account.call(
            "associate_agency_with_all_projects_permission", iam.AssociateAgencyWithAllProjectsPermissionRequest(**names)
        )

        await account.call("check_all_projects_permission_for_agency", iam.CheckAllProjectsPermissionForAgencyRequest(**names))
        held = await account.call(
            "list_all_projects_permissions_for_agency",
            iam.ListAllProjectsPermissionsForAgencyRequest(domain_id=account.domain_id, agency_id=made.agency.id),
        )
        assert [role.id for role in held.roles] == [roles.roles[0].id]
        listed = await account.call("list_agencies", iam.ListAgenciesRequest(domain_id=account.domain_id, name="helper"))
        assert [agency.agency_urn for agency in listed.agencies] == [f"iam::{account.domain_id}:agency:helper"]
        body = iam.UpdateAgencyRequestBody(agency=iam.UpdateAgencyOption(description="new"))
        changed = await account.call("update_agency", iam.UpdateAgencyRequest(agency_id=made.agency.id, body=body))
        assert changed.agency.description == "new"
        await account.call("delete_agency", iam.DeleteAgencyRequest(agency_id=made.agency.id))
