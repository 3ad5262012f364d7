export { iamRoutes } from "./routes";
export { LoginPage } from "./session/LoginPage";
export { NeedsProject } from "./session/NeedsProject";
export { NewPasswordPage } from "./session/NewPasswordPage";
export { SessionGate, useLogout, useProject, useProjectId, useSession } from "./session/session";
