import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";

import { useUIText } from "./text";

/** The further actions of one row. */
export function RowMenu({
  items,
  label,
  testId,
}: {
  items: MenuProps["items"];
  label?: string;
  testId?: string;
}) {
  const t = useUIText();
  return (
    <Dropdown
      menu={{ items: items ?? [], onClick: ({ domEvent }) => domEvent.stopPropagation() }}
      trigger={["click"]}
      placement="bottomRight"
    >
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={label ?? t.more}
        data-testid={testId}
        onClick={(event) => event.stopPropagation()}
      />
    </Dropdown>
  );
}
