import { useQueries, useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, InputNumber, Radio, Select } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { useProjectId } from "@/features/iam";
import { FormModal } from "@/ui";
import { membersQuery, roles, teamsQuery, type Member } from "../api";
import { useCreateTask, type TaskWish } from "../changes";
import { useTeamsText } from "../text";
import { RoleBadge } from "./TaskState";

/** Shares the samples of a dataset among people of teams. */
export function CreateTaskDialog({ datasetId, onClose }: { datasetId: string; onClose(): void }) {
  const t = useTeamsText();
  const projectId = useProjectId();
  const navigate = useNavigate();
  const create = useCreateTask(datasetId);
  const list = useQuery(teamsQuery(projectId, { limit: 100 }));
  const [chosen, setChosen] = useState<string[]>([]);
  const found = useQueries({ queries: chosen.map((id) => membersQuery(projectId, id)) });
  const members = found.flatMap(({ data }) => data?.workers ?? []);
  const byTeam = new Map(chosen.map((id) => [id, idsOf(members.filter((each) => each.workforce_id === id))]));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const taken = members.filter(({ worker_id: id }) => !left.has(id));
  return (
    <FormModal<TaskWish>
      open
      width={640}
      title={t.form.title}
      okText={t.form.title}
      initial={{
        assignment: "even",
        repetition: 1,
        teams: [],
        synchronize_data: false,
        synchronize_auto_labeling_data: false,
      }}
      onClose={onClose}
      onSubmit={async (wish) => {
        const made = await create.mutateAsync({ ...wish, teams: chosen, members: idsOf(taken), byTeam });
        void navigate(`/datasets/${datasetId}/team-tasks/${made.task_id}`);
        return made;
      }}
    >
      <Form.Item
        name="task_name"
        label={t.form.name}
        extra={t.list.nameRule}
        rules={[{ required: true, pattern: /^[A-Za-z0-9_-]{1,64}$/, message: t.list.nameRule }]}
      >
        <Input autoFocus maxLength={64} spellCheck={false} autoComplete="off" data-testid="team-task-name" />
      </Form.Item>
      <Form.Item
        name="teams"
        label={t.form.teams}
        rules={[{ required: true, type: "array", min: 1, message: t.form.teams }]}
        extra={
          list.data?.total_number === 0 ? (
            <>
              {t.form.noTeams} <Link to="/teams">{t.form.makeTeam}</Link>
            </>
          ) : undefined
        }
      >
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          data-testid="team-task-teams"
          onChange={(next: string[]) => setChosen(next)}
          options={(list.data?.workforces ?? []).map(({ workforce_id, workforce_name }) => ({
            value: workforce_id,
            label: workforce_name,
          }))}
        />
      </Form.Item>
      {members.length > 0 && (
        <Form.Item label={t.form.members} extra={t.form.membersHint}>
          <Checkbox.Group
            className="stacked"
            value={idsOf(taken)}
            onChange={(next) => setLeft(new Set(idsOf(members).filter((id) => !next.includes(id))))}
            options={members.map((member) => ({
              value: member.worker_id,
              label: (
                <>
                  {member.email} <RoleBadge role={member.role} />
                </>
              ),
            }))}
          />
        </Form.Item>
      )}
      <Form.Item name="assignment" label={t.form.assignment}>
        <Radio.Group
          options={[
            { value: "even", label: t.form.even },
            { value: "manual", label: t.form.manual },
          ]}
        />
      </Form.Item>
      <Form.Item name="repetition" label={t.form.repetition} extra={t.form.repetitionHint}>
        <InputNumber
          min={1}
          max={Math.max(1, taken.filter(({ role }) => role === roles.labeler).length)}
          data-testid="team-task-repetition"
        />
      </Form.Item>
      <Form.Item name="synchronize_data" valuePropName="checked" noStyle>
        <Checkbox>{t.form.syncData}</Checkbox>
      </Form.Item>
      <Form.Item name="synchronize_auto_labeling_data" valuePropName="checked">
        <Checkbox>{t.form.syncAuto}</Checkbox>
      </Form.Item>
    </FormModal>
  );
}

const idsOf = (members: readonly Member[]): string[] => members.map(({ worker_id: id }) => id);
