"""The web console: built files with long caching, and headers that keep other sites out of it."""

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

import modelyard
from modelyard.core.access import public
from modelyard.server.errors import ConsoleNotBuilt
from modelyard.server.settings import PlatformSettings, endpoints

router = APIRouter(prefix="/console", include_in_schema=False)

_PACKAGE = Path(modelyard.__file__).parent
# Where the build puts it in a working copy, and where an installed package has it.
_PLACES = (_PACKAGE.parents[1] / "console" / "dist", _PACKAGE / "console_dist")

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@router.get("", dependencies=[public("the console is a public page; it asks for a login")])
@router.get("/{path:path}", dependencies=[public("the console is a public page; it asks for a login")])
async def show_file(request: Request, path: str = "") -> Response:
    """Return a file of the console; addresses within the console all get the one page."""
    folder = next((place for place in _PLACES if (place / "index.html").is_file()), None)
    if folder is None:
        raise ConsoleNotBuilt
    file = _file_below(folder, path)
    settings: PlatformSettings = request.app.state.settings
    headers = security_headers(settings, request.url.hostname or "")
    if file is None:
        return FileResponse(folder / "index.html", headers={**headers, "cache-control": "no-cache"})
    lasting = "assets/" in f"/{path}"  # these have a hash of their content in the name
    headers["cache-control"] = "public, max-age=31536000, immutable" if lasting else "public, max-age=3600"
    return FileResponse(file, headers=headers)


def security_headers(settings: PlatformSettings, host: str) -> dict[str, str]:
    """Return the headers of every console page.

    Only our own scripts run; the only other place that pages may talk to is the storage door, by its public name and by
    the name that the reader used for this machine.
    """
    public_storage = endpoints(settings)["storage"]
    scheme = public_storage.partition(":")[0]
    named = f"{scheme}://{host}:{settings.gateway.storage_port}" if host.replace(".", "").replace("-", "").isalnum() else ""
    storage = " ".join(dict.fromkeys(place for place in (public_storage, named) if place))
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # the components set styles at run time
        "connect-src": f"'self' {storage}",
        "img-src": f"'self' data: blob: {storage}",
        "media-src": f"'self' blob: {storage}",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


def _file_below(folder: Path, path: str) -> Path | None:
    """Return the file that a path names, or None when it names none or leads out of the folder."""
    if not path or "\0" in path or len(path) > 1024:
        return None
    file = (folder / path).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
