const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The file that tools for this kind of key read, with a byte order mark as the original has it. */
export function credentialsCSV(userName: string, access: string, secret: string): string {
  return `\ufeffUser Name,Access Key Id,Secret Access Key\r\n${quoted(userName)},${access},${secret}\r\n`;
}

interface Environment {
  access: string;
  secret: string;
  projectId: string;
  domainId: string;
  endpoint: string;
}

export function environmentFile({ access, secret, projectId, domainId, endpoint }: Environment): string {
  const rows = {
    HUAWEICLOUD_SDK_AK: access,
    HUAWEICLOUD_SDK_SK: secret,
    HUAWEICLOUD_SDK_PROJECT_ID: projectId,
    HUAWEICLOUD_SDK_DOMAIN_ID: domainId,
    MODELYARD_ENDPOINT: endpoint,
  };
  return Object.entries(rows)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join("");
}
