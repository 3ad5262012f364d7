import { Input, Select } from "antd";

import { Rows } from "@/ui";
import { useRegistryText } from "../text";
import type { DependencyValues } from "./values";

interface DependencyRowsProps {
  rows: readonly DependencyValues[];
  onRows(rows: DependencyValues[]): void;
}

/** Packages that a model needs besides those of its image. */
export function DependencyRows({ rows, onRows }: DependencyRowsProps) {
  const t = useRegistryText().form;
  return (
    <Rows<DependencyValues>
      name="dependency"
      title={t.dependencies}
      hint={t.dependenciesHint}
      add={t.addDependency}
      rows={rows}
      onRows={onRows}
      fresh={() => ({ name: "", restraint: "", version: "" })}
      nameOf={(row) => row.name}
    >
      {(row, at, change) => (
        <>
          <Input
            className="mono form-row-wide"
            aria-label={t.package}
            placeholder="scikit-image"
            spellCheck={false}
            value={row.name}
            onChange={(event) => change({ name: event.target.value })}
            data-testid={`dependency-name-${at}`}
          />
          <Select
            aria-label={t.restraint}
            className="form-row-fixed"
            value={row.restraint}
            onChange={(restraint) => change({ restraint })}
            options={(["", "EXACT", "ATLEAST", "ATMOST"] as const).map((value) => ({
              value,
              label: t.restraints[value === "" ? "any" : value],
            }))}
          />
          <Input
            className="mono"
            aria-label={t.packageVersion}
            placeholder="0.25.2"
            spellCheck={false}
            disabled={row.restraint === ""}
            value={row.version}
            onChange={(event) => change({ version: event.target.value })}
            data-testid={`dependency-version-${at}`}
          />
        </>
      )}
    </Rows>
  );
}
