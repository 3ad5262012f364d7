import { useQuery } from "@tanstack/react-query";
import { useEffect, type Dispatch, type SetStateAction } from "react";

import { useFlavors } from "@/features/compute";
import { useProjectId } from "@/features/iam";
import { enginesQuery } from "../api";
import type { JobValues } from "./values";

/** A first engine and a flavor that is free now, so that a first job needs nothing but code. */
export function useDefaults(values: JobValues, setValues: Dispatch<SetStateAction<JobValues>>): void {
  const projectId = useProjectId();
  const engines = useQuery(enginesQuery(projectId)).data?.items;
  const { rows } = useFlavors(values.pool);
  const usable = engines?.filter((one) => one.missing === "") ?? [];
  // One with the usual packages suits a first script better than Python alone.
  const engine = (usable.find((one) => one.engine_id.startsWith("sklearn")) ?? usable[0])?.engine_id ?? "";
  const flavor = (rows?.find((one) => (one.free ?? 0) > 0) ?? rows?.[0])?.flavor.flavor_id ?? "";
  const needs = (values.engine === "" && engine !== "") || (values.flavor === "" && flavor !== "");
  useEffect(() => {
    if (!needs) return;
    setValues((before) => ({
      ...before,
      engine: before.engine === "" ? engine : before.engine,
      flavor: before.flavor === "" ? flavor : before.flavor,
    }));
  }, [needs, engine, flavor, setValues]);
}
