import type * as S from "./shapes";

type InProject = { project_id: string };
type Grant = { group_id: string; role_id: string };

/** Temporary table of operations: replaced by the generated client as soon as openapi.json is there. */
interface Operations {
  "GET /version": { answer: S.Version };
  "POST /v2/sessions": {
    body: { domain_name: string; user_name: string; password: string; passcode?: string };
    answer: S.Session;
  };
  "GET /v2/sessions/current": { answer: S.Session };
  "DELETE /v2/sessions/current": { answer: undefined };
  "GET /v2/{project_id}/overview": { path: InProject; answer: S.Overview };

  "GET /v2/{project_id}/storage/buckets": {
    path: InProject;
    query: { offset?: number; limit?: number };
    answer: { buckets: S.Bucket[]; total_count: number; count: number };
  };
  "POST /v2/{project_id}/storage/buckets": { path: InProject; body: { name: string }; answer: S.Bucket };
  "DELETE /v2/{project_id}/storage/buckets/{bucket}": {
    path: InProject & { bucket: string };
    answer: undefined;
  };
  "GET /v2/{project_id}/storage/buckets/{bucket}/objects": {
    path: InProject & { bucket: string };
    query: { prefix?: string; delimiter?: string; marker?: string; limit?: number };
    answer: S.ObjectPage;
  };
  "POST /v2/{project_id}/storage/buckets/{bucket}/folders": {
    path: InProject & { bucket: string };
    body: { path: string };
    answer: unknown;
  };
  "POST /v2/{project_id}/storage/buckets/{bucket}/deletions": {
    path: InProject & { bucket: string };
    body: { keys: string[] };
    answer: S.DeletionResult;
  };
  "POST /v2/{project_id}/storage/signed-urls": {
    path: InProject;
    body: { requests: S.SignedURLRequest[]; expires_seconds?: number };
    answer: { urls: S.SignedURL[] };
  };
  "GET /v2/{project_id}/storage/tasks": {
    path: InProject;
    query: { state?: string; kind?: string; offset?: number; limit?: number };
    answer: { tasks: S.Task[]; total_count: number; count: number };
  };
  "POST /v2/{project_id}/storage/tasks": { path: InProject; body: S.TaskCreate; answer: S.Task };
  "POST /v2/{project_id}/storage/tasks/{task_id}/cancel": {
    path: InProject & { task_id: string };
    answer: S.Task;
  };

  "GET /v3/users": {
    query: { domain_id?: string; name?: string; enabled?: boolean; page?: number; per_page?: number };
    answer: { users: S.User[]; total_number?: number };
  };
  "POST /v3.0/OS-USER/users": { body: { user: S.UserCreate }; answer: { user: S.User } };
  "GET /v3.0/OS-USER/users/{user_id}": { path: { user_id: string }; answer: { user: S.User } };
  "PATCH /v3/users/{user_id}": {
    path: { user_id: string };
    body: { user: S.UserUpdate };
    answer: { user: S.User };
  };
  "DELETE /v3/users/{user_id}": { path: { user_id: string }; answer: undefined };
  "POST /v3/users/{user_id}/password": {
    path: { user_id: string };
    body: { user: { original_password: string; password: string } };
    answer: undefined;
  };
  "GET /v3/users/{user_id}/groups": { path: { user_id: string }; answer: { groups: S.Group[] } };
  "GET /v3/groups": {
    query: { domain_id?: string; name?: string; page?: number; per_page?: number };
    answer: { groups: S.Group[]; total_number?: number };
  };
  "POST /v3/groups": {
    body: { group: { name: string; description?: string; domain_id?: string } };
    answer: { group: S.Group };
  };
  "GET /v3/groups/{group_id}": { path: { group_id: string }; answer: { group: S.Group } };
  "PATCH /v3/groups/{group_id}": {
    path: { group_id: string };
    body: { group: { name?: string; description?: string } };
    answer: { group: S.Group };
  };
  "DELETE /v3/groups/{group_id}": { path: { group_id: string }; answer: undefined };
  "GET /v3/groups/{group_id}/users": { path: { group_id: string }; answer: { users: S.User[] } };
  "PUT /v3/groups/{group_id}/users/{user_id}": {
    path: { group_id: string; user_id: string };
    answer: undefined;
  };
  "DELETE /v3/groups/{group_id}/users/{user_id}": {
    path: { group_id: string; user_id: string };
    answer: undefined;
  };

  "GET /v3/projects": { query: { domain_id?: string }; answer: { projects: S.Project[] } };
  "POST /v3/projects": {
    body: { project: { name: string; parent_id?: string; domain_id?: string; description?: string } };
    answer: { project: S.Project };
  };
  "PATCH /v3/projects/{project_id}": {
    path: InProject;
    body: { project: { name?: string; description?: string } };
    answer: { project: S.Project };
  };
  "DELETE /v3/projects/{project_id}": { path: InProject; answer: undefined };

  "GET /v3.0/OS-CREDENTIAL/credentials": {
    query: { user_id?: string };
    answer: { credentials: S.Credential[] };
  };
  "POST /v3.0/OS-CREDENTIAL/credentials": {
    body: { credential: { user_id: string; description?: string } };
    answer: { credential: S.Credential };
  };
  "PUT /v3.0/OS-CREDENTIAL/credentials/{access_key}": {
    path: { access_key: string };
    body: { credential: { status?: "active" | "inactive"; description?: string } };
    answer: { credential: S.Credential };
  };
  "DELETE /v3.0/OS-CREDENTIAL/credentials/{access_key}": { path: { access_key: string }; answer: undefined };

  "GET /v3/roles": {
    query: { page?: number; per_page?: number; display_name?: string; domain_id?: string };
    answer: { roles: S.Role[]; total_number: number };
  };
  "GET /v3/roles/{role_id}": { path: { role_id: string }; answer: { role: S.Role } };
  "GET /v3.0/OS-ROLE/roles": {
    query: { page?: number; per_page?: number };
    answer: { roles: S.Role[]; total_number: number };
  };
  "POST /v3.0/OS-ROLE/roles": { body: { role: S.RoleWrite }; answer: { role: S.Role } };
  "PATCH /v3.0/OS-ROLE/roles/{role_id}": {
    path: { role_id: string };
    body: { role: S.RoleWrite };
    answer: { role: S.Role };
  };
  "DELETE /v3.0/OS-ROLE/roles/{role_id}": { path: { role_id: string }; answer: undefined };
  "GET /v3/domains/{domain_id}/groups/{group_id}/roles": {
    path: { domain_id: string; group_id: string };
    answer: { roles: S.Role[] };
  };
  "PUT /v3/domains/{domain_id}/groups/{group_id}/roles/{role_id}": {
    path: { domain_id: string } & Grant;
    answer: undefined;
  };
  "DELETE /v3/domains/{domain_id}/groups/{group_id}/roles/{role_id}": {
    path: { domain_id: string } & Grant;
    answer: undefined;
  };
  "GET /v3/projects/{project_id}/groups/{group_id}/roles": {
    path: InProject & { group_id: string };
    answer: { roles: S.Role[] };
  };
  "PUT /v3/projects/{project_id}/groups/{group_id}/roles/{role_id}": {
    path: InProject & Grant;
    answer: undefined;
  };
  "DELETE /v3/projects/{project_id}/groups/{group_id}/roles/{role_id}": {
    path: InProject & Grant;
    answer: undefined;
  };
  "GET /v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/inherited_to_projects": {
    path: { domain_id: string; group_id: string };
    answer: { roles: S.Role[] };
  };
  "PUT /v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/{role_id}/inherited_to_projects": {
    path: { domain_id: string } & Grant;
    answer: undefined;
  };
  "DELETE /v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/{role_id}/inherited_to_projects": {
    path: { domain_id: string } & Grant;
    answer: undefined;
  };

  "GET /v3.0/OS-AGENCY/agencies": { query: { domain_id: string }; answer: { agencies: S.Agency[] } };
  "POST /v3.0/OS-AGENCY/agencies": { body: { agency: S.AgencyWrite }; answer: { agency: S.Agency } };
  "PUT /v3.0/OS-AGENCY/agencies/{agency_id}": {
    path: { agency_id: string };
    body: { agency: S.AgencyWrite };
    answer: { agency: S.Agency };
  };
  "DELETE /v3.0/OS-AGENCY/agencies/{agency_id}": { path: { agency_id: string }; answer: undefined };
  "GET /v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles": {
    path: { domain_id: string; agency_id: string };
    answer: { roles: S.Role[] };
  };
  "PUT /v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}": {
    path: { domain_id: string; agency_id: string; role_id: string };
    answer: undefined;
  };
  "DELETE /v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}": {
    path: { domain_id: string; agency_id: string; role_id: string };
    answer: undefined;
  };
  "GET /v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/inherited_to_projects": {
    path: { domain_id: string; agency_id: string };
    answer: { roles: S.Role[] };
  };
  "PUT /v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}/inherited_to_projects": {
    path: { domain_id: string; agency_id: string; role_id: string };
    answer: undefined;
  };
  "DELETE /v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}/inherited_to_projects": {
    path: { domain_id: string; agency_id: string; role_id: string };
    answer: undefined;
  };
  "POST /v2/{project_id}/agency": {
    path: InProject;
    body: { agency_name_suffix?: string };
    answer: { agency_name: string };
  };
  "GET /v2/{project_id}/authorizations": {
    path: InProject;
    query: { sort_by?: string; order?: string; limit?: number; offset?: number };
    answer: { total_count: number; auth: S.Authorization[] };
  };
  "POST /v2/{project_id}/authorizations": { path: InProject; body: S.AuthorizationCreate; answer: unknown };
  "DELETE /v2/{project_id}/authorizations": { path: InProject; query: { user_id: string }; answer: unknown };

  "GET /v1/{project_id}/workspaces": {
    path: InProject;
    query: { offset?: number; limit?: number; sort_by?: string; order?: string; name?: string };
    answer: { workspaces: S.Workspace[]; total_count: number; count: number };
  };
  "POST /v1/{project_id}/workspaces": { path: InProject; body: S.WorkspaceWrite; answer: S.Workspace };
  "PUT /v1/{project_id}/workspaces/{workspace_id}": {
    path: InProject & { workspace_id: string };
    body: S.WorkspaceWrite;
    answer: unknown;
  };
  "DELETE /v1/{project_id}/workspaces/{workspace_id}": {
    path: InProject & { workspace_id: string };
    answer: unknown;
  };

  "GET /v2/{project_id}/actions": { path: InProject; answer: { actions: S.Action[] } };
  "POST /v2/{project_id}/policy-simulations": {
    path: InProject;
    body: { user_id: string; actions: string[]; resource?: string; context?: Record<string, string> };
    answer: { results: S.SimulationResult[] };
  };
  "GET /v2/{project_id}/authorization-mode": { path: InProject; answer: { strict: boolean } };
  "PUT /v2/{project_id}/authorization-mode": {
    path: InProject;
    body: { strict: boolean };
    answer: { strict: boolean };
  };

  "GET /v3/{project_id}/traces": {
    path: InProject;
    query: {
      trace_type: "system";
      limit?: number;
      next?: string;
      from?: number;
      to?: number;
      user?: string;
      resource_type?: string;
      resource_id?: string;
      trace_name?: string;
      trace_rating?: string;
    };
    answer: { traces: S.Trace[]; meta_data: { count: number; marker: string | null } };
  };

  "POST /v3.0/OS-MFA/virtual-mfa-devices": {
    body: { virtual_mfa_device: { name: string; user_id: string } };
    answer: { virtual_mfa_device: { serial_number: string; base32_string_seed: string } };
  };
  "DELETE /v3.0/OS-MFA/virtual-mfa-devices": {
    query: { user_id: string; serial_number: string };
    answer: undefined;
  };
  "PUT /v3.0/OS-MFA/mfa-devices/bind": {
    body: {
      user_id: string;
      serial_number: string;
      authentication_code_first: string;
      authentication_code_second: string;
    };
    answer: undefined;
  };
  "PUT /v3.0/OS-MFA/mfa-devices/unbind": {
    body: { user_id: string; serial_number: string; authentication_code: string };
    answer: undefined;
  };
}

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

type Named<M extends Method, P extends string> = `${M} ${P}` & keyof Operations;

export type PathOf<M extends Method> = keyof Operations extends infer K
  ? K extends `${M} ${infer P}`
    ? P
    : never
  : never;

export type Answer<M extends Method, P extends PathOf<M>> = Operations[Named<M, P>]["answer"];

export type Options<M extends Method, P extends PathOf<M>> = Omit<Operations[Named<M, P>], "answer"> & {
  signal?: AbortSignal;
};
