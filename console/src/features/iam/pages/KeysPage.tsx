import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import { Page, useURLValue } from "@/ui";
import { usersQuery } from "../api/people";
import { KeysCard } from "../parts/KeysCard";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

export default function KeysPage() {
  const t = useIAMText().keys;
  const { user } = useSession();
  // Who may not list users still sees his own keys.
  const users = useQuery(usersQuery(user.domain.id));
  const [userId, setUserId] = useURLValue("user", user.id);
  const names = users.data ?? [{ id: user.id, name: user.name }];
  const chosen = names.find((one) => one.id === userId);
  const picker = users.data !== undefined && users.data.length > 1 && (
    <Select
      aria-label={t.forUser}
      showSearch={{ optionFilterProp: "label" }}
      style={{ minWidth: 220 }}
      value={userId}
      onChange={setUserId}
      options={names.map((one) => ({
        value: one.id,
        label: one.id === user.id ? `${one.name} · ${t.mine}` : one.name,
      }))}
      data-testid="key-user"
    />
  );
  return (
    <Page title={t.title} hint={t.hint} actions={picker}>
      <KeysCard key={userId} userId={userId} userName={chosen?.name ?? user.name} />
    </Page>
  );
}
