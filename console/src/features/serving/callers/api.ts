import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, errorFromAnswer, type APIKey, type NewAPIKey } from "@/client";

const keys = {
  all: (projectId: string) => ["callers", projectId] as const,
  apps: (projectId: string) => ["callers", projectId, "apps"] as const,
  keys: (projectId: string) => ["callers", projectId, "keys"] as const,
};

interface ListSearch {
  name?: string;
  offset?: number;
  limit?: number;
}

export function appsQuery(projectId: string, { name = "", ...page }: ListSearch) {
  return queryOptions({
    queryKey: [...keys.apps(projectId), name, page],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/app-auth/apps", {
        path: { project_id: projectId },
        query: { app_name: name, sort_by: "created_at", order: "desc", ...page },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

/** An app with its codes; the secret is shown by nothing but the answer that made it. */
export function appQuery(projectId: string, appId: string) {
  return queryOptions({
    queryKey: [...keys.apps(projectId), "one", appId],
    queryFn: async ({ signal }) => {
      const { app } = await call("GET", "/v1/{project_id}/app-auth/apps/{app_id}", {
        path: { project_id: projectId, app_id: appId },
        query: { iphertext_enabled: true },
        signal,
      });
      return { ...app, app_secret: "" };
    },
    // Codes are credentials: they leave the memory of the page with the page that shows them.
    gcTime: 0,
  });
}

export function servicesOfAppQuery(projectId: string, appId: string) {
  return queryOptions({
    queryKey: [...keys.apps(projectId), "services", appId],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/app-auth/apps/{app_id}/auth-apis", {
        path: { project_id: projectId, app_id: appId },
        signal,
      }),
  });
}

/** Whether a service is open to apps, and to which. */
export function appsOfServiceQuery(projectId: string, serviceId: string) {
  return queryOptions({
    queryKey: [...keys.apps(projectId), "of", serviceId],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/api-auths", {
        path: { project_id: projectId, service_id: serviceId },
        signal,
      }),
  });
}

/** Whatever is changed, all lists of callers are asked for anew. */
function useChange<V, A>(projectId: string, act: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

const appPath = "/v1/{project_id}/app-auth/apps/{app_id}";

export function useCreateApp(projectId: string) {
  return useChange(projectId, (body: { app_name: string; app_remark: string }) =>
    call("POST", "/v1/{project_id}/app-auth/apps", { path: { project_id: projectId }, body }),
  );
}

export function useDeleteApp(projectId: string) {
  return useChange(projectId, (appId: string) =>
    call("DELETE", appPath, { path: { project_id: projectId, app_id: appId } }),
  );
}

export function useResetSecret(projectId: string) {
  return useChange(projectId, (appId: string) =>
    call("PUT", `${appPath}/app-secret`, { path: { project_id: projectId, app_id: appId } }),
  );
}

export function useAddCode(projectId: string) {
  return useChange(projectId, (appId: string) =>
    call("POST", `${appPath}/app-code`, { path: { project_id: projectId, app_id: appId } }),
  );
}

export function useDeleteCode(projectId: string) {
  return useChange(projectId, ({ appId, code }: { appId: string; code: string }) =>
    call("DELETE", `${appPath}/app-code/{app_code}`, {
      path: { project_id: projectId, app_id: appId, app_code: code },
    }),
  );
}

interface Letting {
  serviceId: string;
  appId: string;
}

/** Let an app call a service, which is opened to apps for it where it is not yet. */
export function useLetIn(projectId: string) {
  return useChange(projectId, async ({ serviceId, appId }: Letting) => {
    const { auth_result: results } = await call(
      "POST",
      "/v1/{project_id}/services/{service_id}/app-auth-api",
      {
        path: { project_id: projectId, service_id: serviceId },
        body: { apps: [{ app_id: appId }] },
      },
    );
    const failed = results.find(({ success }) => !success);
    if (failed !== undefined) {
      throw errorFromAnswer(409, JSON.stringify({ error_code: "", error_msg: failed.reason }), null);
    }
  });
}

export function useShutOut(projectId: string) {
  return useChange(projectId, ({ serviceId, apiId, appId }: Letting & { apiId: string }) =>
    call("DELETE", "/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}/app-auth-api", {
      path: { project_id: projectId, service_id: serviceId, api_id: apiId },
      body: { apps: [{ app_id: appId }] },
    }),
  );
}

interface KeySearch extends ListSearch {
  service_id?: string;
  with_user_scope?: boolean;
  scope?: "USER" | "SERVICE";
}

export function apiKeysQuery(projectId: string, search: KeySearch) {
  return queryOptions({
    queryKey: [...keys.keys(projectId), search],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/services/api-keys", {
        path: { project_id: projectId },
        query: { ...search },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export interface KeyWanted {
  name: string;
  description: string;
  scope: APIKey["scope"];
  /** Services that it may call, for a key that is bound to services. */
  services: readonly string[];
}

/** Make a key, and bind it. The answer is described as a file; it is JSON, and holds the key this once. */
export function useCreateAPIKey(projectId: string) {
  return useChange(projectId, async ({ name, description, scope, services }: KeyWanted) => {
    const made: unknown = await call("POST", "/v2/{project_id}/services/api-keys", {
      path: { project_id: projectId },
      body: { name, description, scope: scope === "USER" ? "USER" : "SERVICE" },
    });
    const key = made as NewAPIKey;
    if (scope !== "USER") {
      await Promise.all(
        services.map((serviceId) => bind(projectId, "bind", { serviceId, keyId: key.key_id })),
      );
    }
    return key;
  });
}

interface Binding {
  serviceId: string;
  keyId: string;
}

const bind = (projectId: string, verb: "bind" | "unbind", { serviceId, keyId }: Binding) =>
  call("POST", `/v2/{project_id}/services/{service_id}/api-keys/{key_id}/${verb}`, {
    path: { project_id: projectId, service_id: serviceId, key_id: keyId },
  });

export const useBindKey = (projectId: string) =>
  useChange(projectId, (binding: Binding) => bind(projectId, "bind", binding));

export const useUnbindKey = (projectId: string) =>
  useChange(projectId, (binding: Binding) => bind(projectId, "unbind", binding));

export function useDeleteAPIKey(projectId: string) {
  return useChange(projectId, (keyId: string) =>
    call("DELETE", "/v2/{project_id}/services/api-keys/{key_id}", {
      path: { project_id: projectId, key_id: keyId },
    }),
  );
}
