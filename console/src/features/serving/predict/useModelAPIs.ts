import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { apisOf, modelQuery, type ModelAPI } from "@/features/registry";

const anything: ModelAPI = {
  url: "/",
  method: "POST",
  contentType: "application/json",
  input: {},
  output: {},
};

/** The paths that a service answers: those of its first version; a model that names none, and an image, take anything. */
export function useModelAPIs(service: Service): { apis: readonly ModelAPI[]; loading: boolean } {
  const first = service.config[0];
  const modelId = first === undefined || first.image ? "" : first.model_id;
  const query = useQuery({ ...modelQuery(useProjectId(), modelId), enabled: modelId !== "", retry: false });
  const apis = useMemo(() => {
    const found = query.data === undefined ? [] : apisOf(query.data.apis);
    return found.length === 0 ? [anything] : found;
  }, [query.data]);
  return { apis, loading: query.isLoading };
}
