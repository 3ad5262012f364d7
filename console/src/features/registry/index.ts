export { apisOf, inputOf, type APIInput, type ModelAPI, type ModelField, type Schema } from "./apis";
export { modelQuery, modelsQuery } from "./api";
export { ModelSelect } from "./parts/ModelSelect";
export { registryRoutes } from "./routes";
