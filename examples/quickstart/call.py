"""One call of a service, signed with an access key by the official SDK.

HUAWEICLOUD_SDK_AK=... HUAWEICLOUD_SDK_SK=... python call.py ADDRESS FILE

ADDRESS is the one that the page of the service shows; FILE holds the request, such as {"instances": [[0, 0.5, 1]]}.
"""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer


def signed_headers(access: str, secret: str, method: str, url: str, body: str = "") -> dict[str, str]:
    """Return the headers of a signed request."""
    parts = urlsplit(url)
    request = SdkRequest(
        method=method,
        schema=parts.scheme,
        host=parts.netloc,
        resource_path=parts.path,
        query_params=parse_qsl(parts.query),
        header_params={"Content-Type": "application/json"},
        body=body,
    )
    headers: dict[str, str] = Signer(BasicCredentials(access, secret)).sign(request).header_params
    return headers


if __name__ == "__main__":
    address, body = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")
    access, secret = os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"]
    answer = httpx.post(address, headers=signed_headers(access, secret, "POST", address, body), content=body)
    print(answer.status_code, answer.text)
