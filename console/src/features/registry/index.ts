export { apisOf, inputOf, type APIInput, type ModelAPI, type ModelField } from "./apis";
export { modelQuery, modelsQuery } from "./api";
export { ModelSelect } from "./parts/ModelSelect";
export { registryRoutes } from "./routes";
