export interface Place {
  api: string;
  storage: string;
  projectId: string;
  domainId: string;
}

export type SnippetName = "env" | "obs" | "boto3" | "cli";

/** The same first steps in the tools people know; the secret stays a placeholder, for it is never kept. */
export function snippets({ api, storage, projectId, domainId }: Place): Record<SnippetName, string> {
  return {
    env: `export MODELYARD_ENDPOINT=${api}
export OBS_ENDPOINT=${storage}
export HUAWEICLOUD_SDK_PROJECT_ID=${projectId}
export HUAWEICLOUD_SDK_DOMAIN_ID=${domainId}
export HUAWEICLOUD_SDK_AK=<your access key>
export HUAWEICLOUD_SDK_SK=<your secret key>`,
    obs: `# pip install esdk-obs-python
import os
from obs import ObsClient

obs = ObsClient(
    access_key_id=os.environ["HUAWEICLOUD_SDK_AK"],
    secret_access_key=os.environ["HUAWEICLOUD_SDK_SK"],
    server="${storage}",
)
obs.createBucket("my-first-bucket")
obs.putFile("my-first-bucket", "data/train.csv", "train.csv")
print([item.key for item in obs.listObjects("my-first-bucket").body.contents])`,
    boto3: `# pip install boto3
import os
import boto3

s3 = boto3.client(
    "s3",
    endpoint_url="${storage}",
    aws_access_key_id=os.environ["HUAWEICLOUD_SDK_AK"],
    aws_secret_access_key=os.environ["HUAWEICLOUD_SDK_SK"],
)
s3.create_bucket(Bucket="my-first-bucket")
s3.upload_file("train.csv", "my-first-bucket", "data/train.csv")
print(s3.list_objects_v2(Bucket="my-first-bucket")["KeyCount"])`,
    cli: `# ~/.config/rclone/rclone.conf
[modelyard]
type = s3
provider = Other
endpoint = ${storage}
access_key_id = <your access key>
secret_access_key = <your secret key>

# then
rclone copy ./data modelyard:my-first-bucket/data --progress`,
  };
}
