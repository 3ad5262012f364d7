export { datasetKeys, datasetQuery, statsQuery, useDatasetChanged } from "./api";
export { colourOf } from "./parts/colours";
export {
  isLive,
  kindOf,
  kinds,
  type DataKind,
  type DatasetKind,
  type DatasetType,
  type KindName,
} from "./kinds";
export { datasetRoutes } from "./routes";
