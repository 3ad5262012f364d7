export { labellingRoutes } from "./routes";
export { Workbench, type WorkbenchProps } from "./parts/Workbench";
export { Drafts, CONFLICT, type Change, type Content, type Save } from "./model/drafts";
export { metadataOf } from "./api";
export { readMarks, writeLabels, type Mark } from "./model/marks";

/** Where a sample of a dataset is labelled; without a sample the first one that waits. */
export const labelAddress = (datasetId: string, sampleId = ""): string =>
  `/datasets/${datasetId}/label${sampleId === "" ? "" : `/${sampleId}`}`;
