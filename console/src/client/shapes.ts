/** Read shapes of the platform. Temporary: replaced by the generated client as soon as openapi.json is there. */
export interface Session {
  user: { id: string; name: string; domain: { id: string; name: string }; is_domain_owner: boolean };
  projects: { id: string; name: string }[];
  csrf_token: string;
  expires_at: number;
  must_change_password: boolean;
}
export interface Version {
  name: string;
  version: string;
  build: string;
  api_versions: string[];
}
export interface Part {
  name: string;
  state: "healthy" | "down";
  version: string;
  detail: string;
}
export interface Overview {
  version: string;
  build: string;
  started_at: number;
  endpoints: { api: string; storage: string };
  parts: Part[];
  storage: { engine: string; location: string; total_bytes: number; free_bytes: number; used_bytes: number };
  running: { kind: string; count: number }[];
}
export interface Bucket {
  name: string;
  owner_id: string;
  created_at: number;
}
export interface StoredObject {
  key: string;
  size_bytes: number;
  modified_at: number;
  etag: string;
  storage_class: string;
}
export interface ObjectPage {
  prefix: string;
  folders: { prefix: string }[];
  objects: StoredObject[];
  next_marker: string | null;
}
export interface SignedURL {
  method: string;
  url: string;
  headers: Record<string, string>;
}
export interface SignedURLRequest {
  method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  bucket: string;
  key: string;
  query?: Record<string, string>;
  content_type?: string;
}
export interface DeletionResult {
  deleted: number;
  failed: { key: string; error_code: string; error_msg: string }[];
}
export type TaskState = "waiting" | "running" | "succeeded" | "failed" | "canceled";
export type TaskKind = "extract" | "import" | "delete";
export interface Task {
  id: string;
  kind: TaskKind;
  source: string;
  target: string | null;
  state: TaskState;
  done_files: number;
  total_files: number | null;
  done_bytes: number;
  total_bytes: number | null;
  error: { error_code: string; error_msg: string } | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  user_name: string;
}
export interface TaskCreate {
  kind: TaskKind;
  source: string;
  target?: string;
}
export interface User {
  id: string;
  name: string;
  domain_id: string;
  enabled: boolean;
  description?: string;
  email?: string;
  phone?: string;
  access_mode?: string;
  pwd_status?: boolean;
  is_domain_owner?: boolean;
  create_time?: string;
  last_login_time?: string | null;
}
export interface UserCreate {
  name: string;
  domain_id: string;
  password?: string;
  enabled?: boolean;
  description?: string;
  email?: string;
  access_mode?: string;
  pwd_status?: boolean;
}
export type UserUpdate = Partial<Omit<UserCreate, "domain_id">>;
export interface Group {
  id: string;
  name: string;
  domain_id: string;
  description: string;
  create_time: number;
}
export interface Project {
  id: string;
  name: string;
  domain_id: string;
  parent_id: string;
  enabled: boolean;
  description: string;
}
export interface Credential {
  access: string;
  secret?: string;
  user_id: string;
  status: "active" | "inactive";
  create_time: string;
  description: string;
  last_use_time?: string | null;
}
export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string[];
  Resource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}
export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}
export interface Role {
  id: string;
  name: string;
  display_name: string;
  type: string;
  catalog: string;
  domain_id: string | null;
  description: string;
  description_cn?: string;
  policy: PolicyDocument;
  created_time?: string;
  updated_time?: string;
}
export interface RoleWrite {
  display_name: string;
  type: string;
  description: string;
  description_cn?: string;
  policy: PolicyDocument;
}
export interface Agency {
  id: string;
  name: string;
  domain_id: string;
  trust_domain_id: string;
  trust_domain_name: string;
  description: string;
  duration: string | null;
  create_time: string;
  expire_time: string | null;
}
export interface AgencyWrite {
  name?: string;
  domain_id?: string;
  trust_domain_name?: string;
  description?: string;
  duration?: string;
}
export interface Authorization {
  user_id: string;
  user_name: string;
  type: string;
  content: string;
  create_time: number;
  user_type?: string;
}
export interface AuthorizationCreate {
  content: string;
  type?: string;
  user_id?: string;
  user_name?: string;
  user_type?: string;
}
export type WorkspaceAccess = "PUBLIC" | "PRIVATE" | "INTERNAL";
export interface Workspace {
  id: string;
  name: string;
  description: string;
  auth_type: WorkspaceAccess;
  owner: string;
  status: string;
  status_info?: string;
  enterprise_project_id: string;
  grants: { user_id: string; user_name?: string }[];
  create_time: number;
  update_time: number;
}
export interface WorkspaceWrite {
  name?: string;
  description?: string;
  auth_type?: WorkspaceAccess;
  enterprise_project_id?: string;
  grants?: { user_id: string; user_name?: string }[];
}
export interface Action {
  name: string;
  service: string;
  resource_type: string;
  description: string;
  description_cn: string;
}
export interface SimulationResult {
  action: string;
  allowed: boolean;
  reason: string;
  policy_name: string | null;
}
export interface Trace {
  trace_id: string;
  trace_name: string;
  trace_rating: "normal" | "warning" | "incident";
  trace_type: string;
  code: string;
  service_type: string;
  resource_type: string;
  resource_id: string;
  resource_name: string;
  source_ip: string;
  user: { id?: string; name?: string } | string;
  time: number;
  record_time: number;
  request_id: string;
  api_version: string;
  request: unknown;
  response: unknown;
}
