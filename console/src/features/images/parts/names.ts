import type { Image } from "@/client";

/** The name that a job asks for an image by. */
export function addressOf(image: Image): string {
  if (image.type === "BUILD_IN") return image.name;
  return image.swr_path;
}

/** How far a build is, where its message says so: "install 40 %". */
export function percentOf(message: string): number | null {
  const match = /(\d{1,3}) ?%/.exec(message);
  return match === null ? null : Math.min(100, Number(match[1]));
}
