import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type RoleWrite } from "@/client";

const keys = {
  roles: ["iam", "roles"] as const,
  grants: ["iam", "grants"] as const,
};

export type PolicyKind = "system" | "custom";

/** One page of the policies; the server counts from page 1. */
export function rolesQuery(kind: PolicyKind, page: number, size: number) {
  const query = { page, per_page: size };
  return queryOptions({
    queryKey: [...keys.roles, kind, query],
    queryFn: ({ signal }) =>
      kind === "system"
        ? call("GET", "/v3/roles", { query, signal })
        : call("GET", "/v3.0/OS-ROLE/roles", { query, signal }),
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
    const byId = new Map([...system.roles, ...custom.roles].map((role) => [role.id, role]));
    return [...byId.values()];
  },
});

export function roleQuery(roleId: string) {
  return queryOptions({
    queryKey: [...keys.roles, "one", roleId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/roles/{role_id}", { path: { role_id: roleId }, signal }).then((answer) => answer.role),
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

/** Create a custom policy, or change the one with this id. */
export function useSaveRole() {
  return useRoleMutation(({ id, role }: { id: string | null; role: RoleWrite }) =>
    id === null
      ? call("POST", "/v3.0/OS-ROLE/roles", { body: { role } })
      : call("PATCH", "/v3.0/OS-ROLE/roles/{role_id}", { path: { role_id: id }, body: { role } }),
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
    queryFn: ({ signal }) => {
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
    },
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
