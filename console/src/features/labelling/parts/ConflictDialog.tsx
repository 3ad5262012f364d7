import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";

import type { Sample } from "@/client";
import { QueryView } from "@/ui";
import { contentOf, type Content, type Draft, type Drafts } from "../model/drafts";
import { sameMarks, type Mark } from "../model/marks";
import { useLabellingText } from "../text";
import { copyOf } from "./useBenchKeys";

interface ConflictDialogProps {
  type: number;
  draft: Draft;
  drafts: Drafts;
  refresh: () => Promise<Sample>;
  colourOf: (name: string, type?: number) => string;
}

/** Somebody else has saved this sample since it was opened: both are shown, and the annotator decides. */
export function ConflictDialog({ type, draft, drafts, refresh, colourOf }: ConflictDialogProps) {
  const t = useLabellingText().conflict;
  const id = draft.sample.sample_id;
  const query = useQuery({
    queryKey: ["labelling-conflict", id, draft.revision],
    queryFn: refresh,
    staleTime: 0,
    gcTime: 0,
  });
  const there = query.data;
  const takeTheirs = () => {
    if (there !== undefined) drafts.replace(there);
  };
  const keepMine = () => {
    if (there !== undefined) void drafts.insist(id, there);
  };
  const keepBoth = () => {
    if (there === undefined) return;
    const theirs = contentOf(there, type);
    drafts.edit(id, { marks: united(theirs.marks, draft.now.marks) });
    void drafts.insist(id, there);
  };
  return (
    <Modal
      open
      title={t.title}
      closable={false}
      width={720}
      footer={
        <>
          <Button onClick={takeTheirs} disabled={there === undefined} data-testid="take-theirs">
            {t.theirs}
          </Button>
          <Button onClick={keepBoth} disabled={there === undefined} data-testid="keep-both">
            {t.both}
          </Button>
          <Button type="primary" onClick={keepMine} disabled={there === undefined} data-testid="keep-mine">
            {t.mine}
          </Button>
        </>
      }
    >
      <p>{draft.problem?.message}</p>
      <QueryView query={query}>
        {(sample) => (
          <div className="lab-conflict" data-testid="conflict">
            <Side title={t.yours} content={draft.now} sample={sample} colourOf={colourOf} />
            <Side title={t.there} content={contentOf(sample, type)} sample={sample} colourOf={colourOf} />
          </div>
        )}
      </QueryView>
    </Modal>
  );
}

/** Theirs, and of mine what is not among theirs already. */
export function united(theirs: readonly Mark[], mine: readonly Mark[]): readonly Mark[] {
  const bare = (mark: Mark): Mark => ({ ...mark, author: "", score: null, id: "" });
  const own = mine.filter((mark) => !theirs.some((each) => sameMarks([bare(each)], [bare(mark)])));
  return [...theirs, ...copyOf(own, theirs)];
}

interface SideProps {
  title: string;
  content: Content;
  sample: Sample;
  colourOf: (name: string, type?: number) => string;
}

function Side({ title, content, sample, colourOf }: SideProps) {
  const t = useLabellingText();
  const size = sample.metadata["@modelarts:size"] as number[] | undefined;
  const shapes = content.marks.filter((mark) => mark.shape !== null);
  const counts = new Map<string, number>();
  for (const mark of content.marks) counts.set(mark.label, (counts.get(mark.label) ?? 0) + 1);
  return (
    <section>
      <h3>{title}</h3>
      {sample.sample_type === 0 && size !== undefined && (
        <svg
          viewBox={`0 0 ${size[0]} ${size[1]}`}
          className="lab-conflict-picture"
          role="img"
          aria-label={title}
        >
          <image href={sample.source ?? ""} width={size[0]} height={size[1]} />
          {shapes.map((mark) => (
            <Outline key={mark.key} mark={mark} colour={colourOf(mark.label)} />
          ))}
        </svg>
      )}
      <ul className="lab-conflict-list">
        {[...counts].map(([label, count]) => (
          <li key={label} style={{ "--label": colourOf(label) } as React.CSSProperties}>
            <i className="lab-swatch" aria-hidden="true" />
            <bdi>{label === "" ? content.marks[0]?.text : label}</bdi> {count > 1 && `× ${count}`}
          </li>
        ))}
        {counts.size === 0 && <li className="faint">{t.nothingSaid}</li>}
      </ul>
    </section>
  );
}

function Outline({ mark, colour }: { mark: Mark; colour: string }) {
  const shape = mark.shape;
  const first = shape?.points[0];
  if (shape === null || first === undefined) return null;
  const look = { fill: "none", stroke: colour, strokeWidth: 2, vectorEffect: "non-scaling-stroke" as const };
  if (shape.kind === "bndbox") {
    const [right, bottom] = shape.points[1] ?? first;
    return <rect x={first[0]} y={first[1]} width={right - first[0]} height={bottom - first[1]} {...look} />;
  }
  if (shape.kind === "circle" || shape.kind === "point") {
    return <circle cx={first[0]} cy={first[1]} r={shape.radius || 2} {...look} />;
  }
  const points = shape.points.map((point) => point.join(",")).join(" ");
  return shape.kind === "polygon" ? (
    <polygon points={points} {...look} />
  ) : (
    <polyline points={points} {...look} />
  );
}
