"""The keys of a task in the form in which clients of S3 (boto3, s3fs, the command line, Go, Rust) look for them.

They run the command of `credential_process` when the keys they have are about to expire, so that renewed ones are found.
"""

import json
import time
from typing import Any

CONFIG, KEYS, CERTIFICATES = "s3-config", "s3-keys.json", "s3-certificates.pem"


def write(keys: dict[str, Any], storage: dict[str, Any], directory: str) -> dict[str, str]:
    """Return files by name. directory: where the task sees them."""
    expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(keys["expires_at_ms"] / 1000))
    content = {
        "Version": 1,
        "AccessKeyId": keys["access"],
        "SecretAccessKey": keys["secret"],
        "SessionToken": keys["security_token"],
        "Expiration": expires,
    }
    lines = [
        "[default]",
        f"region = {storage['region']}",
        f'credential_process = cat "{directory}/{KEYS}"',
        "s3 =",
        "    addressing_style = path",
    ]
    files = {KEYS: json.dumps(content)}
    if storage["certificates"]:
        files[CERTIFICATES] = storage["certificates"]
        lines.insert(2, f"ca_bundle = {directory}/{CERTIFICATES}")
    return {**files, CONFIG: "\n".join(lines) + "\n"}
