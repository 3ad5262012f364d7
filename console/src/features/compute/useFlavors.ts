import { useQuery } from "@tanstack/react-query";

import type { Flavor } from "@/client";
import { useProjectId } from "@/features/iam";
import { flavorsQuery, nodesQuery, publicPool } from "./api";
import { slotsOf } from "./flavors";

export interface FlavorNow {
  flavor: Flavor;
  /** How many tasks of it would find room now; null where the caller may not see the machines. */
  free: number | null;
}

/** The flavors of a pool (the empty name is the public one), with what is free of each at this moment. */
export function useFlavors(pool = "") {
  const projectId = useProjectId();
  const flavors = useQuery(flavorsQuery(projectId));
  const nodes = useQuery({ ...nodesQuery(projectId, pool === "" ? publicPool : pool), retry: false });
  const rows = flavors.data?.flavors.map((flavor): FlavorNow => ({
    flavor,
    free: nodes.data ? slotsOf(flavor, nodes.data.items) : null,
  }));
  return { query: flavors, rows };
}
