import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import {
  call,
  type AgencyCreate,
  type AgencyUpdate,
  type AuthorizationCreate,
  type Role,
  type TraceRating,
  type WorkspaceCreate,
} from "@/client";

const keys = {
  agencies: ["iam", "agencies"] as const,
  authorizations: ["iam", "authorizations"] as const,
  workspaces: ["iam", "workspaces"] as const,
  projects: ["iam", "projects"] as const,
  mode: ["iam", "authorization-mode"] as const,
};

function useFresh<V, A>(key: readonly string[], mutationFn: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: key }) });
}

export function agenciesQuery(domainId: string) {
  return queryOptions({
    queryKey: [...keys.agencies, "list", domainId],
    queryFn: ({ signal }) =>
      call("GET", "/v3.0/OS-AGENCY/agencies", { query: { domain_id: domainId }, signal }).then(
        (answer) => answer.agencies,
      ),
  });
}

export function useSaveAgency() {
  return useFresh(
    keys.agencies,
    ({ id, agency }: { id: string; agency: AgencyUpdate } | { id: null; agency: AgencyCreate }) =>
      id === null
        ? call("POST", "/v3.0/OS-AGENCY/agencies", { body: { agency } })
        : call("PUT", "/v3.0/OS-AGENCY/agencies/{agency_id}", { path: { agency_id: id }, body: { agency } }),
  );
}

export function useDeleteAgency() {
  return useFresh(keys.agencies, (id: string) =>
    call("DELETE", "/v3.0/OS-AGENCY/agencies/{agency_id}", { path: { agency_id: id } }),
  );
}

export function useQuickAgency(projectId: string) {
  return useFresh(keys.agencies, (suffix: string) =>
    call("POST", "/v2/{project_id}/agency", {
      path: { project_id: projectId },
      body: suffix === "" ? {} : { agency_name_suffix: suffix },
    }),
  );
}

export function agencyRightsQuery(domainId: string, agencyId: string) {
  return queryOptions({
    queryKey: [...keys.agencies, "rights", agencyId],
    queryFn: async ({ signal }) => {
      const path = { domain_id: domainId, agency_id: agencyId };
      const [domain, projects] = await Promise.all([
        call("GET", "/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles", { path, signal }),
        call("GET", "/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/inherited_to_projects", {
          path,
          signal,
        }),
      ]);
      const right = (scope: "domain" | "all") => (role: Pick<Role, "id" | "name">) => ({
        id: role.id,
        name: role.name,
        scope,
      });
      return [...domain.roles.map(right("domain")), ...projects.roles.map(right("all"))];
    },
  });
}

export interface AgencyRight {
  domainId: string;
  agencyId: string;
  roleId: string;
  scope: "domain" | "all";
}

export function useChangeAgencyRight(method: "PUT" | "DELETE") {
  return useFresh(keys.agencies, ({ domainId, agencyId, roleId, scope }: AgencyRight): Promise<unknown> => {
    const path = { domain_id: domainId, agency_id: agencyId, role_id: roleId };
    return scope === "domain"
      ? call(method, "/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}", { path })
      : call(
          method,
          "/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}/inherited_to_projects",
          { path },
        );
  });
}

export function authorizationsQuery(projectId: string, offset: number, limit: number) {
  return queryOptions({
    queryKey: [...keys.authorizations, projectId, offset, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/authorizations", {
        path: { project_id: projectId },
        query: { offset, limit },
        signal,
      }),
  });
}

export function useAuthorize(projectId: string) {
  return useFresh(keys.authorizations, (body: AuthorizationCreate) =>
    call("POST", "/v2/{project_id}/authorizations", { path: { project_id: projectId }, body }),
  );
}

export function useUnauthorize(projectId: string) {
  return useFresh(keys.authorizations, (userId: string) =>
    call("DELETE", "/v2/{project_id}/authorizations", {
      path: { project_id: projectId },
      query: { user_id: userId },
    }),
  );
}

export function workspacesQuery(projectId: string, offset: number, limit: number, name: string) {
  return queryOptions({
    queryKey: [...keys.workspaces, projectId, offset, limit, name],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/workspaces", {
        path: { project_id: projectId },
        query: { offset, limit, sort_by: "name", order: "asc", ...(name !== "" && { name }) },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export function workspaceQuery(projectId: string, workspaceId: string) {
  return queryOptions({
    queryKey: [...keys.workspaces, projectId, "one", workspaceId],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/workspaces/{workspace_id}", {
        path: { project_id: projectId, workspace_id: workspaceId },
        signal,
      }),
  });
}

export function useSaveWorkspace(projectId: string) {
  return useFresh(
    keys.workspaces,
    ({ id, ...body }: WorkspaceCreate & { id: string | null }): Promise<unknown> => {
      if (id === null)
        return call("POST", "/v1/{project_id}/workspaces", { path: { project_id: projectId }, body });
      return call("PUT", "/v1/{project_id}/workspaces/{workspace_id}", {
        path: { project_id: projectId, workspace_id: id },
        body,
      });
    },
  );
}

export function useDeleteWorkspace(projectId: string) {
  return useFresh(keys.workspaces, (id: string) =>
    call("DELETE", "/v1/{project_id}/workspaces/{workspace_id}", {
      path: { project_id: projectId, workspace_id: id },
    }),
  );
}

export function projectsQuery(domainId: string) {
  return queryOptions({
    queryKey: [...keys.projects, domainId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/projects", { query: { domain_id: domainId }, signal }).then(
        (answer) => answer.projects,
      ),
  });
}

export interface ProjectWrite {
  id: string | null;
  name: string;
  description: string;
  /** The project of the region, for a new one. */
  parent_id: string;
}

export function useSaveProject() {
  return useFresh(keys.projects, ({ id, name, description, parent_id }: ProjectWrite) =>
    id === null
      ? call("POST", "/v3/projects", {
          body: { project: { name, description, parent_id } },
        })
      : call("PATCH", "/v3/projects/{project_id}", {
          path: { project_id: id },
          body: { project: { name, description } },
        }),
  );
}

export function useDeleteProject() {
  return useFresh(keys.projects, (id: string) =>
    call("DELETE", "/v3/projects/{project_id}", { path: { project_id: id } }),
  );
}

export function modeQuery(projectId: string) {
  return queryOptions({
    queryKey: [...keys.mode, projectId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/authorization-mode", { path: { project_id: projectId }, signal }),
  });
}

export function useSetMode(projectId: string) {
  return useFresh(keys.mode, (strict: boolean) =>
    call("PUT", "/v2/{project_id}/authorization-mode", { path: { project_id: projectId }, body: { strict } }),
  );
}

export interface TraceFilter {
  from?: number;
  to?: number;
  user?: string;
  resource_type?: string;
  resource_id?: string;
  trace_name?: string;
  trace_rating?: TraceRating;
}

export function tracesQuery(projectId: string, filter: TraceFilter) {
  return infiniteQueryOptions({
    queryKey: ["iam", "traces", projectId, filter],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      call("GET", "/v3/{project_id}/traces", {
        path: { project_id: projectId },
        query: { trace_type: "system", limit: 50, next: pageParam, ...filter },
        signal,
      }),
    getNextPageParam: (page) => page.meta_data.marker || undefined,
  });
}
