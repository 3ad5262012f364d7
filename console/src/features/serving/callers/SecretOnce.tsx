import { Alert, Button, Modal } from "antd";

import { CopyValue } from "@/ui";
import { useServingText } from "../text";

interface SecretOnceProps {
  title: string;
  hint: string;
  /** Names with what is copied; null when nothing is to be shown (any more). */
  values: readonly { name: string; value: string; testId: string }[] | null;
  onClose(): void;
}

/** The one time that a secret is seen: nothing but the button closes it. */
export function SecretOnce({ title, hint, values, onClose }: SecretOnceProps) {
  const t = useServingText().callers;
  // Not only hidden when it is over: the secret leaves the page.
  if (values === null) return null;
  return (
    <Modal
      open
      title={title}
      width={640}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose} data-testid="secret-kept">
          {t.kept}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={hint} />
      <dl className="facts">
        {values.map(({ name, value, testId }) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd data-testid={testId}>
              <CopyValue text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
