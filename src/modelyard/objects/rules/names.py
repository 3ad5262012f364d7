"""Which names a bucket may have."""

import ipaddress
import re

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def is_bucket_name(name: str) -> bool:
    """Return whether a bucket may have this name.

    3 to 63 lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit, without `..`, `.-`
    and `-.`, and not an IPv4 address. Source: the naming rules of OBS, which are those of S3.
    """
    if not _NAME.fullmatch(name) or any(pair in name for pair in ("..", ".-", "-.")):
        return False
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return True
    return False
