import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type UserCreate, type UserUpdate } from "@/client";
import { useSession } from "../session/session";

const keys = {
  users: ["iam", "users"] as const,
  groups: ["iam", "groups"] as const,
  credentials: ["iam", "credentials"] as const,
};

export function usersQuery(domainId: string) {
  return queryOptions({
    queryKey: [...keys.users, "list", domainId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/users", { query: { domain_id: domainId }, signal }).then((answer) => answer.users),
  });
}

export function userQuery(userId: string) {
  return queryOptions({
    queryKey: [...keys.users, "one", userId],
    queryFn: ({ signal }) =>
      call("GET", "/v3.0/OS-USER/users/{user_id}", { path: { user_id: userId }, signal }).then(
        (answer) => answer.user,
      ),
  });
}

export function groupsOfUserQuery(userId: string) {
  return queryOptions({
    queryKey: [...keys.groups, "of", userId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/users/{user_id}/groups", { path: { user_id: userId }, signal }).then(
        (answer) => answer.groups,
      ),
  });
}

export function groupsQuery(domainId: string) {
  return queryOptions({
    queryKey: [...keys.groups, "list", domainId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/groups", { query: { domain_id: domainId }, signal }).then((answer) => answer.groups),
  });
}

export function groupQuery(groupId: string) {
  return queryOptions({
    queryKey: [...keys.groups, "one", groupId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/groups/{group_id}", { path: { group_id: groupId }, signal }).then(
        (answer) => answer.group,
      ),
  });
}

export function membersQuery(groupId: string) {
  return queryOptions({
    queryKey: [...keys.users, "in", groupId],
    queryFn: ({ signal }) =>
      call("GET", "/v3/groups/{group_id}/users", { path: { group_id: groupId }, signal }).then(
        (answer) => answer.users,
      ),
  });
}

export function credentialsQuery(userId: string) {
  return queryOptions({
    queryKey: [...keys.credentials, userId],
    queryFn: ({ signal }) =>
      call("GET", "/v3.0/OS-CREDENTIAL/credentials", { query: { user_id: userId }, signal }).then(
        (answer) => answer.credentials,
      ),
  });
}

/** A mutation that makes lists of users and groups stale. */
function usePeopleMutation<V, A>(mutationFn: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.users }),
        client.invalidateQueries({ queryKey: keys.groups }),
      ]),
  });
}

export function useCreateUser() {
  const { user } = useSession();
  return usePeopleMutation((fresh: Omit<UserCreate, "domain_id">) =>
    call("POST", "/v3.0/OS-USER/users", { body: { user: { ...fresh, domain_id: user.domain.id } } }),
  );
}

export function useUpdateUser() {
  return usePeopleMutation(({ id, ...user }: UserUpdate & { id: string }) =>
    call("PATCH", "/v3/users/{user_id}", { path: { user_id: id }, body: { user } }),
  );
}

export function useDeleteUser() {
  return usePeopleMutation((id: string) => call("DELETE", "/v3/users/{user_id}", { path: { user_id: id } }));
}

export function useChangePassword(userId: string) {
  return useMutation({
    mutationFn: (user: { original_password: string; password: string }) =>
      call("POST", "/v3/users/{user_id}/password", { path: { user_id: userId }, body: { user } }),
  });
}

interface GroupWrite {
  name: string;
  description?: string;
}

export function useCreateGroup() {
  const { user } = useSession();
  return usePeopleMutation((group: GroupWrite) =>
    call("POST", "/v3/groups", { body: { group: { ...group, domain_id: user.domain.id } } }),
  );
}

export function useUpdateGroup() {
  return usePeopleMutation(({ id, ...group }: GroupWrite & { id: string }) =>
    call("PATCH", "/v3/groups/{group_id}", { path: { group_id: id }, body: { group } }),
  );
}

export function useDeleteGroup() {
  return usePeopleMutation((id: string) =>
    call("DELETE", "/v3/groups/{group_id}", { path: { group_id: id } }),
  );
}

export interface Membership {
  groupId: string;
  userId: string;
}

export function useJoinGroup() {
  return usePeopleMutation(({ groupId, userId }: Membership) =>
    call("PUT", "/v3/groups/{group_id}/users/{user_id}", { path: { group_id: groupId, user_id: userId } }),
  );
}

export function useLeaveGroup() {
  return usePeopleMutation(({ groupId, userId }: Membership) =>
    call("DELETE", "/v3/groups/{group_id}/users/{user_id}", { path: { group_id: groupId, user_id: userId } }),
  );
}

function useKeyMutation<V, A>(mutationFn: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.credentials }),
  });
}

export function useCreateKey() {
  return useKeyMutation((credential: { user_id: string; description?: string }) =>
    call("POST", "/v3.0/OS-CREDENTIAL/credentials", { body: { credential } }).then(
      (answer) => answer.credential,
    ),
  );
}

export function useUpdateKey() {
  return useKeyMutation(({ access, status }: { access: string; status: "active" | "inactive" }) =>
    call("PUT", "/v3.0/OS-CREDENTIAL/credentials/{access_key}", {
      path: { access_key: access },
      body: { credential: { status } },
    }),
  );
}

export function useDeleteKey() {
  return useKeyMutation((access: string) =>
    call("DELETE", "/v3.0/OS-CREDENTIAL/credentials/{access_key}", { path: { access_key: access } }),
  );
}
