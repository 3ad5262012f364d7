import type { Model, ModelCreate } from "@/client";
import type { Pair } from "@/ui";
import { nextVersion } from "../models";

/** Where a model comes from. */
export type Source = "obs" | "job" | "image" | "template";

export interface DependencyValues {
  name: string;
  restraint: "" | "EXACT" | "ATLEAST" | "ATMOST";
  version: string;
}

export interface ModelValues {
  name: string;
  version: string;
  description: string;
  source: Source;
  engine: string;
  path: string;
  jobId: string;
  image: string;
  template: string;
  /** Where the parts lie that the template asks for, by their ids. */
  templateInputs: Readonly<Record<string, string>>;
  command: string;
  protocol: "http" | "https";
  port: number;
  /** The text of config.json instead of the one in the package; empty for that one. */
  config: string;
  apis: string;
  dependencies: DependencyValues[];
  variables: Pair[];
  health: boolean;
  healthURL: string;
  healthDelay: number;
  dynamic: boolean;
}

/** Engines whose packages need no code, and the one that is an image with a package. */
export const engines = [
  "Scikit_Learn",
  "XGBoost",
  "LightGBM",
  "PyTorch",
  "TensorFlow",
  "ONNX",
  "MindSpore",
  "Custom",
] as const;

export function freshModel(): ModelValues {
  return {
    name: "",
    version: "0.0.1",
    description: "",
    source: "obs",
    engine: "Scikit_Learn",
    path: "",
    jobId: "",
    image: "",
    template: "",
    templateInputs: {},
    command: "",
    protocol: "http",
    port: 8080,
    config: "",
    apis: "",
    dependencies: [],
    variables: [],
    health: false,
    healthURL: "/health",
    healthDelay: 10,
    dynamic: false,
  };
}

/** The request that a form means. */
export function modelBody(values: ModelValues): ModelCreate {
  const { source } = values;
  const dependencies = values.dependencies.filter(({ name }) => name.trim() !== "");
  const variables = values.variables.filter(({ name }) => name.trim() !== "");
  return {
    model_name: values.name.trim(),
    model_version: values.version.trim(),
    model_type: source === "image" ? "Image" : source === "template" ? "Template" : values.engine,
    ...(values.description !== "" && { description: values.description }),
    ...(source === "obs" && { source_location: values.path.trim() }),
    ...(source === "job" && { source_job_id: values.jobId }),
    ...(source === "image" && { source_location: values.image.trim() }),
    ...(source === "template" && {
      template: {
        template_id: values.template,
        template_inputs: Object.entries(values.templateInputs).map(([id, input]) => ({
          input_id: id,
          input: input.trim(),
        })),
      },
    }),
    ...(hasPackage(values) && values.engine === "Custom" && { image: values.image.trim() }),
    ...(hasImage(values) && { protocol: values.protocol, port: values.port }),
    ...(source === "image" && values.command.trim() !== "" && { cmd: values.command.trim() }),
    ...(hasPackage(values) && values.config.trim() !== "" && { initial_config: values.config }),
    ...(values.apis.trim() !== "" && { apis: values.apis }),
    ...(hasPackage(values) &&
      dependencies.length > 0 && {
        dependencies: [
          {
            installer: "pip",
            packages: dependencies.map(({ name, restraint, version }) => ({
              package_name: name.trim(),
              ...(restraint !== "" &&
                version.trim() !== "" && { restraint, package_version: version.trim() }),
            })),
          },
        ],
      }),
    ...(variables.length > 0 && {
      envs: Object.fromEntries(variables.map(({ name, value }) => [name.trim(), value])),
    }),
    ...(values.health && {
      health: {
        check_method: "HTTP",
        protocol: "http",
        url: values.healthURL.trim(),
        initial_delay_seconds: String(values.healthDelay),
      },
    }),
    ...(source === "obs" && values.dynamic && { dynamic_load_mode: "Single" as const }),
  };
}

/** It listens on a port of its own image. */
export const hasImage = (values: Pick<ModelValues, "source" | "engine">) =>
  values.source === "image" || (hasPackage(values) && values.engine === "Custom");

/** A package of the caller: its engine and its config.json are the caller's to say. */
export const hasPackage = ({ source }: Pick<ModelValues, "source">) => source === "obs" || source === "job";

/** The form that would make the next version of a model. */
export function valuesOfModel(model: Model): ModelValues {
  const isImage = model.model_type === "Image";
  const job = model.source_job_id ?? "";
  return {
    ...freshModel(),
    name: model.model_name,
    version: nextVersion(model.model_version),
    description: model.description,
    source: isImage ? "image" : job !== "" ? "job" : "obs",
    engine: isImage ? "Scikit_Learn" : model.model_type,
    path: isImage || job !== "" ? "" : model.source_location,
    jobId: job,
    image: isImage ? model.source_location : model.model_type === "Custom" ? model.image_address : "",
    command: model.cmd ?? "",
    protocol: model.protocol === "https" ? "https" : "http",
    port: model.port ?? 8080,
    dependencies: readDependencies(model.dependencies),
    variables: Object.entries(model.envs ?? {}).map(([name, value]) => ({ name, value })),
    dynamic: model.dynamic_load_mode === "Single",
  };
}

/** Dependencies as the API gives them, package by package. */
export function readDependencies(dependencies: Model["dependencies"]): DependencyValues[] {
  return dependencies.flatMap(({ packages }) =>
    (Array.isArray(packages) ? (packages as Record<string, unknown>[]) : []).map((one) => ({
      name: String(one["package_name"] ?? ""),
      restraint: (one["restraint"] ?? "") as DependencyValues["restraint"],
      version: String(one["package_version"] ?? ""),
    })),
  );
}
