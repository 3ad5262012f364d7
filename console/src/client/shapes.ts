import type { components } from "./generated";
import type { Answer, Options } from "./operations";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Overview = Schemas["Overview"];
export type Bucket = Schemas["BucketItem"];
export type StoredObject = Schemas["ObjectItem"];
export type ObjectPage = Schemas["ObjectPage"];
export type DeletionResult = Schemas["DeletionResult"];
export type SignedURL = Schemas["SignedURL"];
export type SignedURLRequest = Schemas["URLRequest"];
export type Task = Schemas["StorageTask"];
export type TaskCreate = Schemas["TaskCreate"];
export type User = Schemas["User"];
export type UserCreate = Schemas["UserCreate"];
export type UserUpdate = Schemas["UserUpdate"];
export type Group = Schemas["Group"];
export type Project = Schemas["Project"];
export type Credential = Schemas["Credential"];
export type CredentialWithSecret = Schemas["CredentialWithSecret"];
export type RoleWrite = Schemas["RoleCreate"];
export type Agency = Schemas["Agency"];
export type AgencyCreate = Schemas["AgencyCreate"];
export type AgencyUpdate = Schemas["AgencyUpdate"];
export type Authorization = Schemas["Authorization"];
export type AuthorizationCreate = Schemas["AuthorizationCreate"];
export type Workspace = Schemas["Workspace"];
export type WorkspaceWithGrants = Schemas["WorkspaceWithGrants"];
export type WorkspaceCreate = Schemas["WorkspaceCreate"];
export type WorkspaceAccess = Schemas["WorkspaceAccess"];
export type Action = Schemas["CataloguedAction"];
export type SimulationResult = Schemas["SimulationResult"];
export type Trace = Schemas["Trace"];
export type TraceRating = Schemas["TraceRating"];

/** One statement of a policy. The description leaves the policy language open; the console speaks this much of it. */
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

export type Role = Omit<Schemas["Role"], "policy"> & { policy: PolicyDocument };

/** `GET /version`, whose answer is described as any object. */
export interface Version {
  name: string;
  version: string;
  build: string;
  api_versions: string[];
}

export type Image = Schemas["Image"];
export type ImageBuild = Schemas["ImageBuild"];
export type ImageRegister = Schemas["ImageRegister"];
export type Job = Schemas["JobAnswer"];
export type JobCreate = Schemas["JobCreate"];
export type JobEvents = Schemas["JobEvents"];
export type JobStages = Schemas["JobStages"];
export type StageRecord = Schemas["StageRecord"];
export type JobCurves = Schemas["JobCurves"];
export type TaskCurves = Schemas["TaskCurves"];
export type LogLine = Schemas["LogLine"];
export type LogLines = Schemas["LogLines"];
export type LogHits = Schemas["LogHits"];
export type JobList = Schemas["JobListAnswer"];
export type JobSearch = Schemas["JobSearch"];
export type JobValidation = Schemas["ValidationAnswer"];
export type EngineItem = Schemas["EngineItem"];
export type Model = Schemas["ModelAnswer"];
export type ModelItem = Schemas["ModelItem"];
export type ModelEvent = Schemas["ModelEventAnswer"];
export type ModelCreate = Schemas["ModelCreate"];
export type ModelUpdate = Schemas["ModelUpdate"];
export type Flavor = Schemas["FlavorItem"];
export type FlavorInfo = Schemas["FlavorInfo"];
export type Pool = Schemas["PoolShape"];
export type PoolNode = Schemas["NodeShape"];
export type PoolWorkload = Schemas["PoolWorkload"];
export type QueuedWorkload = Schemas["QueuedWorkload"];
export type Quota = Schemas["QuotaShape"];

// Identity has services of its own, so these go by the operation.
export type Service = Answer<"GET", "/v1/{project_id}/services/{service_id}">;
export type ServiceItem = Answer<"GET", "/v1/{project_id}/services">["services"][number];
export type ServiceCreate = Options<"POST", "/v1/{project_id}/services">["body"];
export type ServiceUpdate = Options<"PUT", "/v1/{project_id}/services/{service_id}">["body"];
export type ServiceConfig = Service["config"][number];
export type ServiceInstance = Answer<
  "GET",
  "/v1/{project_id}/services/{service_id}/instances"
>["instances"][number];
export type ServiceUpdateLog = Answer<"GET", "/v1/{project_id}/services/{service_id}/logs">["logs"][number];
export type ServiceMonitor = Answer<"GET", "/v1/{project_id}/services/{service_id}/monitor">;
export type CallStatistics = Answer<"GET", "/v1/{project_id}/services/{service_id}/statistics">;

export type CallerApp = Answer<"GET", "/v1/{project_id}/app-auth/apps">["apps"][number];
export type APIKeyPage = Answer<"GET", "/v2/{project_id}/services/api-keys">;
export type APIKey = APIKeyPage["data"][number];
/** The one answer that holds the key itself; it is described as a file. */
export type NewAPIKey = APIKey & { api_key: string };
export type BatchResults = Answer<"GET", "/v1/{project_id}/services/{service_id}/batch-results">;
export type BatchResult = BatchResults["results"][number];

export type Dataset = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}">;
export type DatasetCreate = Options<"POST", "/v2/{project_id}/datasets">["body"];
export type DatasetUpdate = Options<"PUT", "/v2/{project_id}/datasets/{dataset_id}">["body"];
export type DatasetStats = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/stats">;
export type SamplePage = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples">;
export type Sample = SamplePage["samples"][number];
export type SampleLabel = Schemas["SampleLabel"];
export type DatasetLabel = Schemas["LabelAnswer"];
export type DatasetImport = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}">;
export type ImportCreate = Options<"POST", "/v2/{project_id}/datasets/{dataset_id}/import-tasks">["body"];
export type CountedLabel = DatasetStats["label_stats"][number];
export type DatasetVersion = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}">;
export type VersionComparison = Schemas["VersionComparison"];
export type VersionChange = Schemas["VersionSampleChange"];
export type VersionCreate = Options<"POST", "/v2/{project_id}/datasets/{dataset_id}/versions">["body"];
export type SplitWanted = Schemas["SplitWanted"];
export type DatasetExport = Answer<"GET", "/v2/{project_id}/datasets/{resource_id}/export-tasks/{task_id}">;
export type ExportCreate = Options<"POST", "/v2/{project_id}/datasets/{dataset_id}/export-tasks">["body"];
export type MeasuredSearch = Schemas["Measured"];
