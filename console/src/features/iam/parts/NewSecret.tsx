import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";

import type { CredentialWithSecret } from "@/client";
import { CopyValue, saveText } from "@/ui";
import { useProjectId, useSession } from "../session/session";
import { useIAMText } from "../text";
import { credentialsCSV, environmentFile } from "./keyfiles";

interface NewSecretProps {
  credential: CredentialWithSecret | null;
  userName: string;
  onClose(): void;
}

/** The one time that a secret is seen. */
export function NewSecret({ credential, userName, onClose }: NewSecretProps) {
  const t = useIAMText().keys;
  const { domain } = useSession().user;
  const projectId = useProjectId();
  // Not only hidden when it is over: the secret leaves the page.
  if (credential === null) return null;
  const { access, secret } = credential;
  const environment = { access, secret, projectId, domainId: domain.id, endpoint: location.origin };
  return (
    <Modal
      open
      title={t.secretTitle}
      width={600}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose} data-testid="secret-kept">
          {t.kept}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t.secretOnce} />
      <dl className="facts">
        <dt>{t.key}</dt>
        <dd data-testid="new-access">
          <CopyValue text={access} />
        </dd>
        <dt>{t.secret}</dt>
        <dd data-testid="new-secret">
          <CopyValue text={secret} />
        </dd>
      </dl>
      <div className="line">
        <Button
          icon={<DownloadOutlined />}
          onClick={() => saveText("credentials.csv", credentialsCSV(userName, access, secret), "text/csv")}
        >
          {t.csv}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          onClick={() => saveText("modelyard.env", environmentFile(environment))}
        >
          {t.env}
        </Button>
      </div>
    </Modal>
  );
}
