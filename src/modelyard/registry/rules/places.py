"""Where a model comes from: the spellings of a folder in a bucket, and of the place of a package in it."""

from urllib.parse import unquote, urlsplit

MODEL_FOLDER = "model"
CONFIG_FILE = "config.json"
CODE_FILE = "customize_service.py"
# The configuration of a package that stays in its bucket reaches its server as a variable.
MOST_DYNAMIC_CONFIG_BYTES = 64 * 2**10


def as_location(text: str, *, storage_host: str) -> str | None:
    """Return a place in the spelling `/bucket/key`; None for an address that is none of a bucket.

    The public API writes addresses: `https://bucket.obs.region.example.com/folder/`, and also with the bucket in the path.
    Everything that is no address is returned as it is. storage_host: of our own storage port, with or without its port.
    """
    if not text.lower().startswith(("http://", "https://")):
        return text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    path = unquote(parts.path)
    own = storage_host.rpartition(":")[0] or storage_host
    if host == own.lower() or host.split(".")[0] in {"obs", "s3"}:
        return path if path.strip("/") else None
    bucket, _, rest = host.partition(".")
    if rest == own.lower() or rest.split(".")[0] in {"obs", "s3"}:
        return f"/{bucket}{path or '/'}"
    return None


def package_folders(key: str) -> tuple[str, ...]:
    """Return the folders in which the package of a model may lie, best first: `model/` in the one named, or itself.

    The guide has people name the parent of `model/`; naming that folder itself is understood as well.
    """
    folder = key if not key or key.endswith("/") else f"{key}/"
    inner = f"{folder}{MODEL_FOLDER}/"
    is_itself = folder.rstrip("/").rpartition("/")[2] == MODEL_FOLDER
    return (inner, folder) if is_itself else (inner,)
