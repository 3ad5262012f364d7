/** The numbers of labelling types, as the public API has them. */
export const types = {
  imageClassification: 0,
  objectDetection: 1,
  imageSegmentation: 3,
  textClassification: 100,
  namedEntity: 101,
  textTriplet: 102,
  /** The type that labels of entities have in a triplet job. */
  tripletEntity: 103,
  soundClassification: 200,
  speechContent: 201,
  speechSegmentation: 202,
  table: 400,
  video: 600,
  free: 900,
} as const;

export type Medium = "image" | "text" | "audio" | "table" | "video" | "free";

export function mediumOf(type: number): Medium {
  const media: Readonly<Record<number, Medium>> = {
    0: "image",
    1: "text",
    2: "audio",
    4: "table",
    6: "video",
  };
  return media[Math.floor(type / 100)] ?? "free";
}

export const isClassification = (type: number): boolean =>
  type === types.imageClassification ||
  type === types.textClassification ||
  type === types.soundClassification;

export const isDrawn = (type: number): boolean =>
  type === types.objectDetection || type === types.imageSegmentation || type === types.video;
