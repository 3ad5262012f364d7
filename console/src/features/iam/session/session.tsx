import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { AppError, call, onSessionEnd, setCSRFToken, type Session } from "@/client";
import { ErrorView, LoadingView, WhoContext } from "@/ui";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await call("GET", "/v2/sessions/current", { signal });
    setCSRFToken(session.csrf_token);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: (failures, problem) => failures < 2 && problem instanceof AppError && problem.kind === "offline",
});

const SessionContext = createContext<Session | null>(null);

/** Who is signed in; only below SessionGate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession outside SessionGate");
  return session;
}

/** Shows the pages to those who are signed in, and the way in to everybody else. */
export function SessionGate({ newPassword }: { newPassword: ReactNode }) {
  const query = useQuery(sessionQuery);
  const client = useQueryClient();
  const here = useLocation();

  useEffect(
    () => onSessionEnd(() => void client.resetQueries({ queryKey: sessionQuery.queryKey })),
    [client],
  );

  if (query.data === undefined) {
    if (query.error === null) return <LoadingView rows={8} />;
    if (query.error instanceof AppError && query.error.kind === "unauthenticated") {
      const back = here.pathname + here.search + here.hash;
      return <Navigate to="/login" replace state={{ back }} />;
    }
    return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { user } = query.data;
  return (
    <SessionContext value={query.data}>
      <WhoContext value={{ user: user.name, domain: user.domain.name }}>
        {query.data.must_change_password ? newPassword : <ProjectGate session={query.data} />}
      </WhoContext>
    </SessionContext>
  );
}

interface ProjectChoice {
  project: Session["projects"][number] | undefined;
  projects: Session["projects"];
  choose(id: string): void;
}

const ProjectContext = createContext<ProjectChoice | null>(null);
const projectKey = "modelyard.project";

function ProjectGate({ session }: { session: Session }) {
  const [id, setId] = useState(() => localStorage.getItem(projectKey));
  const choose = useCallback((next: string) => {
    localStorage.setItem(projectKey, next);
    setId(next);
  }, []);
  const value = useMemo(() => {
    const projects = session.projects;
    return { project: projects.find((one) => one.id === id) ?? projects[0], projects, choose };
  }, [session, id, choose]);
  return (
    <ProjectContext value={value}>
      <Outlet />
    </ProjectContext>
  );
}

export function useProject(): ProjectChoice {
  const choice = useContext(ProjectContext);
  if (choice === null) throw new Error("useProject outside SessionGate");
  return choice;
}

/** The id of the chosen project, which is part of most paths of the API; only below NeedsProject. */
export function useProjectId(): string {
  return useProject().project?.id ?? "";
}

export interface LoginValues {
  domain_name: string;
  user_name: string;
  password: string;
  passcode?: string;
}

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LoginValues) => call("POST", "/v2/sessions", { body }),
    onSuccess(session) {
      client.clear();
      setCSRFToken(session.csrf_token);
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
}

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("DELETE", "/v2/sessions/current", {}),
    onSettled() {
      // Whatever the server said, nothing of the former user may stay on the screen.
      setCSRFToken("");
      client.clear();
      location.assign(`${import.meta.env.BASE_URL}login`);
    },
  });
}
