import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type Answer, type PolicyDocument, type Role, type RoleWrite } from "@/client";

const keys = {
  roles: ["iam", "roles"] as const,
  grants: ["iam", "grants"] as const,
};

type WireRole = Answer<"GET", "/v3/roles/{role_id}">["role"];

/** The description of the API leaves `policy` open; what the server keeps is a policy document. */
function readRole(role: WireRole): Role {
  return role as unknown as Role;
}

export type PolicyKind = "system" | "custom";

/** One page of the policies; the server counts from page 1. */
export function rolesQuery(kind: PolicyKind, page: number, size: number) {
  const query = { page, per_page: size };
  return queryOptions({
    queryKey: [...keys.roles, kind, query],
    queryFn: async ({ signal }) => {
      const path = kind === "system" ? "/v3/roles" : "/v3.0/OS-ROLE/roles";
      const { roles, total_number } = await call("GET", path, { query, signal });
      return { roles: roles.map(readRole), total_number };
    },
    placeholderData: (before) => before,
  });
}

/** Every policy there is, for pickers. */
export const allRolesQuery = queryOptions({
  queryKey: [...keys.roles, "all"],
  queryFn: async ({ signal }) => {
    const query = { page: 1, per_page: 300 };
    const [system, custom] = await Promise.all([
      call("GET", "/v3/roles", { query, signal }),
      call("GET", "/v3.0/OS-ROLE/roles", { query, signal }),
    ]);
    const byId = new Map([...system.roles, ...custom.roles].map((role) => [role.id, readRole(role)]));
    return [...byId.values()];
  },
});

export function roleQuery(roleId: string) {
  return queryOptions({
    queryKey: [...keys.roles, "one", roleId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/roles/{role_id}", { path: { role_id: roleId }, signal }).then((answer) =>
        readRole(answer.role),
      ),
  });
}

function useRoleMutation<V, A>(mutationFn: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.roles }),
        client.invalidateQueries({ queryKey: keys.grants }),
      ]),
  });
}

export interface PolicyWrite extends Omit<RoleWrite, "policy"> {
  id: string | null;
  policy: PolicyDocument;
}

function writeRole(id: string | null, role: RoleWrite): Promise<unknown> {
  if (id === null) return call("POST", "/v3.0/OS-ROLE/roles", { body: { role } });
  return call("PATCH", "/v3.0/OS-ROLE/roles/{role_id}", { path: { role_id: id }, body: { role } });
}

/** Create a custom policy, or change the one with this id. */
export function useSaveRole() {
  return useRoleMutation(({ id, policy, ...rest }: PolicyWrite) =>
    writeRole(id, { ...rest, policy: { ...policy } }),
  );
}

export function useDeleteRole() {
  return useRoleMutation((id: string) =>
    call("DELETE", "/v3.0/OS-ROLE/roles/{role_id}", { path: { role_id: id } }),
  );
}

/** Where a grant counts: global services, every project, or one project. */
export type Scope = { kind: "domain" | "all"; domainId: string } | { kind: "project"; projectId: string };

export interface GrantKey {
  scope: Scope;
  groupId: string;
  roleId: string;
}

export function grantsQuery(scope: Scope, groupId: string) {
  return queryOptions({
    queryKey: [...keys.grants, groupId, scope],
    queryFn: async ({ signal }) => (await listGrants(scope, groupId, signal)).roles.map(readRole),
  });
}

function listGrants(scope: Scope, groupId: string, signal: AbortSignal) {
  if (scope.kind === "project") {
    const path = { project_id: scope.projectId, group_id: groupId };
    return call("GET", "/v3/projects/{project_id}/groups/{group_id}/roles", { path, signal });
  }
  const path = { domain_id: scope.domainId, group_id: groupId };
  return scope.kind === "domain"
    ? call("GET", "/v3/domains/{domain_id}/groups/{group_id}/roles", { path, signal })
    : call("GET", "/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/inherited_to_projects", {
        path,
        signal,
      });
}

function changeGrant(method: "PUT" | "DELETE", { scope, groupId, roleId }: GrantKey): Promise<unknown> {
  if (scope.kind === "project") {
    const path = { project_id: scope.projectId, group_id: groupId, role_id: roleId };
    return call(method, "/v3/projects/{project_id}/groups/{group_id}/roles/{role_id}", { path });
  }
  const path = { domain_id: scope.domainId, group_id: groupId, role_id: roleId };
  return scope.kind === "domain"
    ? call(method, "/v3/domains/{domain_id}/groups/{group_id}/roles/{role_id}", { path })
    : call(
        method,
        "/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/{role_id}/inherited_to_projects",
        { path },
      );
}

export function useGrant() {
  return useRoleMutation((key: GrantKey) => changeGrant("PUT", key));
}

export function useRevoke() {
  return useRoleMutation((key: GrantKey) => changeGrant("DELETE", key));
}

export function actionsQuery(projectId: string) {
  return queryOptions({
    queryKey: ["iam", "actions", projectId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/actions", { path: { project_id: projectId }, signal }).then(
        (answer) => answer.actions,
      ),
    staleTime: 10 * 60_000,
  });
}

export interface Question {
  user_id: string;
  actions: string[];
  resource?: string;
  context?: Record<string, string>;
}

export function useSimulate(projectId: string) {
  return useMutation({
    mutationFn: (body: Question) =>
      call("POST", "/v2/{project_id}/policy-simulations", { path: { project_id: projectId }, body }).then(
        (answer) => answer.results,
      ),
  });
}
