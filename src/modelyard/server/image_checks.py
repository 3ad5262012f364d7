"""What `modelyard doctor` says of images: which are built, and whether packages can be had."""

import base64
import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from modelyard.images.rules.sources import PackageSources
from modelyard.images.service.presets import list_presets
from modelyard.server.doctor import Finding, Verdict
from modelyard.server.home import Home
from modelyard.server.images import images_context, package_sources
from modelyard.server.settings import PlatformSettings

_TIMEOUT_SECONDS = 10


def image_findings(home: Home, settings: PlatformSettings) -> Iterable[Finding]:
    """Yield what there is of images, and whether more can be built."""
    context = images_context(settings, home, None)
    presets = [preset for preset in list_presets(context) if not preset.missing]
    built = [preset.name for preset in presets if context.builder.find(preset.build_id) is not None]
    waiting = [preset.name for preset in presets if preset.name not in built]
    yield Finding(
        "images",
        Verdict.OK if built else Verdict.INFO,
        f"built: {', '.join(built) or 'none'}; built at their first use: {', '.join(waiting) or 'none'}",
        f"已构建：{', '.join(built) or '无'}；首次使用时构建：{', '.join(waiting) or '无'}",
        "" if built else "`modelyard images build` builds them ahead.",
        "" if built else "可用 `modelyard images build` 预先构建。",
    )
    yield package_index(package_sources(settings.images))


def package_index(sources: PackageSources) -> Finding:
    """Ask the index for one package."""
    shown = sources.without_credentials().index_url
    problem = _problem_with(sources)
    if not problem:
        return Finding("package index", Verdict.OK, f"{shown} answers", f"{shown} 可用")
    return Finding(
        "package index",
        Verdict.WARN,
        f"{shown} does not answer: {problem}",
        f"{shown} 不可用：{problem}",
        "Images cannot be built from it. Set images.index_url and images.ca_file, or configure pip on this machine.",
        "无法从该索引构建镜像。请设置 images.index_url 与 images.ca_file，或配置本机的 pip。",
    )


def _problem_with(sources: PackageSources) -> str:
    try:
        parts = urlsplit(sources.index_url)
    except ValueError:
        return "not an address"
    if parts.scheme == "file":
        return "" if Path(unquote(parts.path)).is_dir() else "no such directory"
    if parts.scheme not in {"http", "https"}:
        return "not an address"
    address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], path=f"{parts.path.rstrip('/')}/pip/"))
    request = urllib.request.Request(address, headers={"Accept": "text/html"})  # noqa: S310 - http and https only
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(user.encode()).decode()}")
    try:
        context = ssl.create_default_context(cafile=sources.ca_file or None)
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS, context=context):  # noqa: S310
            return ""
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return str(reason)
