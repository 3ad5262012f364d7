import { Form } from "antd";
import { createContext, useContext, type ReactNode } from "react";

/** Something that stands against a request; field: where in it, such as `algorithm.code_dir`. */
export interface Problem {
  field: string;
  message: string;
}

/** What the server found wrong with what the form holds now, for the fields to show. */
export const ProblemsContext = createContext<readonly Problem[]>([]);

/** The problems of one place of the request, and of what lies inside it. */
export function useProblems(places: readonly string[]): readonly Problem[] {
  const all = useContext(ProblemsContext);
  return all.filter(({ field }) =>
    places.some((place) => field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`)),
  );
}

interface FieldProps {
  label: ReactNode;
  /** Where its value goes in the request, as the server names it. */
  place: string | readonly string[];
  id?: string;
  hint?: ReactNode;
  needed?: boolean;
  className?: string;
  children: ReactNode;
}

/** A field with its label, its hint, and the server's objection in place of the hint. */
export function Field({ label, place, id, hint, needed = false, className, children }: FieldProps) {
  const problems = useProblems(typeof place === "string" ? [place] : place);
  const [first] = problems;
  return (
    <Form.Item
      label={label}
      required={needed}
      {...(id !== undefined && { htmlFor: id })}
      {...(className !== undefined && { className })}
      {...(first !== undefined && { validateStatus: "error" as const, help: first.message })}
      {...(first === undefined && hint !== undefined && { extra: hint })}
    >
      {children}
    </Form.Item>
  );
}

/** The same for something without a label of its own, such as a row of a table. */
export function Objection({ place }: { place: string }) {
  const [first] = useProblems([place]);
  return first === undefined ? null : (
    <div className="form-objection" role="alert">
      {first.message}
    </div>
  );
}
