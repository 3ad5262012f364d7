"""The checks of `modelyard doctor`: what this machine offers, how the platform is, and what to do about it."""

import os
import platform
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from pathlib import Path

import modelyard
from modelyard.core.clock import SystemClock
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.types import StrEnum
from modelyard.objects.rules.external import KEY_PROBLEMS, ExternalStore, external_store
from modelyard.objects.rules.xml import error_code
from modelyard.server.build import build_name
from modelyard.server.home import Home, check, free_bytes, read_status, running_pid
from modelyard.server.settings import TLS, PlatformSettings, database_url

GIB = 2**30


class Verdict(StrEnum):
    """What a check found: fine, worth knowing, worth doing something about, or in the way of running."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """The result of one check, in both languages; the remedy is empty when nothing need be done."""

    name: str
    verdict: Verdict
    text: str
    zh: str
    remedy: str = ""
    remedy_zh: str = ""

    def as_json(self, language: Language) -> dict[str, str]:
        chinese = language is Language.ZH
        return {
            "name": self.name,
            "verdict": self.verdict,
            "text": self.zh if chinese else self.text,
            "remedy": self.remedy_zh if chinese else self.remedy,
        }


def examine(home: Home, settings: PlatformSettings) -> Iterable[Finding]:
    """Run all checks, one after another, yielding each finding when it is known."""
    runs = running_pid(home) is not None
    yield versions()
    yield home_usable(home)
    yield from ports(settings, runs=runs)
    yield from disk(home)
    yield memory()
    yield open_files()
    yield user_namespaces()
    yield sandbox()
    yield from cgroups(settings)
    yield fuse()
    yield gpus()
    yield npus()
    yield container_engine(settings)
    yield database(home, settings)
    from modelyard.server.image_checks import image_findings  # noqa: PLC0415 - it is made of the same findings
    from modelyard.server.input_checks import input_cache  # noqa: PLC0415 - as above

    yield input_cache(home, settings)
    yield from image_findings(home, settings)
    if runs:
        yield parts(home)
        external = external_store(settings.objects)
        yield object_store(home) if external is None else external_object_store(external)
        yield from gateway(settings)


def versions() -> Finding:
    text = f"modelyard {modelyard.__version__} ({build_name()}), Python {platform.python_version()}, {platform.platform()}"
    return Finding("versions", Verdict.INFO, text, text)


def home_usable(home: Home) -> Finding:
    try:
        check(home)
    except AppError as error:
        return Finding("home", Verdict.FAIL, error.message(), error.message(Language.ZH))
    return Finding("home", Verdict.OK, f"{home.path} can be used", f"{home.path} 可用")


def ports(settings: PlatformSettings, *, runs: bool) -> Iterable[Finding]:
    own = settings.gateway
    for port, option in ((own.port, "--port"), (own.storage_port, "--storage-port")):
        address = f"{own.host}:{port}"
        with socket.socket(socket.AF_INET6 if ":" in own.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((own.host, port))
            except OSError as error:
                if runs:
                    yield Finding("ports", Verdict.OK, f"{address} is ours", f"{address} 由本平台使用")
                    continue
                remedy = f"End the program that listens there (ss -ltnp), or choose another port with {option}."
                remedy_zh = f"结束占用该端口的程序（ss -ltnp），或用 {option} 指定其他端口。"
                reason = os.strerror(error.errno or 0)
                yield Finding("ports", Verdict.FAIL, f"{address}: {reason}", f"{address}：{reason}", remedy, remedy_zh)
                continue
        yield Finding("ports", Verdict.OK, f"{address} is free", f"{address} 空闲")


def disk(home: Home) -> Iterable[Finding]:
    place = next(place for place in (home.path, *home.path.parents) if place.is_dir())
    free, facts = free_bytes(place), os.statvfs(place)
    verdict = Verdict.OK if free >= 10 * GIB else Verdict.WARN if free >= GIB else Verdict.FAIL
    yield Finding(
        "disk",
        verdict,
        f"{free / GIB:.1f} GiB free at {place}",
        f"{place} 剩余 {free / GIB:.1f} GiB",
        "" if verdict is Verdict.OK else "Free some space, or move the home to a larger disk with --home.",
        "" if verdict is Verdict.OK else "请释放空间，或用 --home 将主目录放到更大的磁盘。",
    )
    if facts.f_files:
        share = facts.f_favail / facts.f_files
        few = share < 0.05
        yield Finding(
            "inodes",
            Verdict.WARN if few else Verdict.OK,
            f"{share:.0%} of the inodes are free",
            f"inode 剩余 {share:.0%}",
            "Delete directories with very many small files." if few else "",
            "请清理含大量小文件的目录。" if few else "",
        )


def memory() -> Finding:
    available = _meminfo("MemAvailable")
    few = available < GIB
    return Finding(
        "memory",
        Verdict.WARN if few else Verdict.OK,
        f"{available / GIB:.1f} GiB available; the idle platform takes about 0.3 GiB",
        f"可用 {available / GIB:.1f} GiB；空闲时平台约占 0.3 GiB",
        "Close other programs or add memory before running jobs." if few else "",
        "运行作业前请关闭其他程序或增加内存。" if few else "",
    )


def open_files() -> Finding:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    few = limit != resource.RLIM_INFINITY and limit < 10_000
    return Finding(
        "open files",
        Verdict.WARN if few else Verdict.OK,
        f"up to {limit} open files for each process",
        f"每个进程最多可打开 {limit} 个文件",
        "Raise the limit (ulimit -n, LimitNOFILE= of the service) to 65536." if few else "",
        "请将上限提高到 65536（ulimit -n，或服务的 LimitNOFILE=）。" if few else "",
    )


def user_namespaces() -> Finding:
    closed = [
        f"{name} = {value}"
        for name, bad in (
            ("user/max_user_namespaces", "0"),
            ("kernel/unprivileged_userns_clone", "0"),
            ("kernel/apparmor_restrict_unprivileged_userns", "1"),
        )
        if (value := _read(f"/proc/sys/{name}")) == bad
    ]
    if not closed or os.geteuid() == 0:
        return Finding("user namespaces", Verdict.OK, "available", "可用")
    found = ", ".join(closed)
    return Finding(
        "user namespaces",
        Verdict.WARN,
        f"restricted: {found}",
        f"受限：{found}",
        "An administrator can allow them with sysctl, or with an AppArmor profile for bwrap. See docs/user/en/install.md.",
        "管理员可通过 sysctl 放开，或为 bwrap 添加 AppArmor 配置。见 docs/user/zh/install.md。",
    )


def sandbox() -> Finding:
    """Really start a sandbox of the kind that the store and jobs get: settings of the kernel do not tell it all."""
    from modelyard.compute.adapters.sandbox import sandbox_problem  # noqa: PLC0415 - only this check needs it

    begun = time.perf_counter()
    problem = sandbox_problem()
    if not problem:
        took = (time.perf_counter() - begun) * 1000
        return Finding("sandbox", Verdict.OK, f"a sandbox started in {took:.0f} ms", f"沙箱启动耗时 {took:.0f} ms")
    return Finding(
        "sandbox",
        Verdict.FAIL,
        f"no sandbox can be started: {problem}",
        f"无法启动沙箱：{problem}",
        "The object store and jobs need it. Allow user namespaces (see above); in a container, start it with --privileged "
        "or with seccomp and AppArmor unconfined.",
        "对象存储与作业都需要沙箱。请放开用户命名空间（见上）；若在容器中，"
        "请使用 --privileged，或关闭 seccomp 与 AppArmor 限制。",
    )


def cgroups(settings: PlatformSettings) -> Iterable[Finding]:
    """Say which limits of tasks the kernel enforces here, and which are watched; and what is set to be without any."""
    from modelyard.compute.adapters.cgroups import find_groups  # noqa: PLC0415 - only this check needs it
    from modelyard.compute.settings import Isolation  # noqa: PLC0415

    plan = find_groups()
    names = {"memory": "内存", "cpu": "CPU", "pids": "进程数"}
    held = [name for name in names if name in plan.folders]
    watched = [name for name in names if name not in plan.folders]
    text = f"{plan.kind or 'no control groups'}; by the kernel: {', '.join(held) or 'none'}; watched by the platform: "
    text += f"{', '.join([*watched, 'disk'])}"
    zh = f"{plan.kind or '无 cgroup'}；由内核强制：{'、'.join(names[name] for name in held) or '无'}；由平台监控："
    zh += "、".join([*(names[name] for name in watched), "磁盘"])
    if not watched:
        yield Finding("limits of tasks", Verdict.OK, text, zh)
    else:
        yield Finding(
            "limits of tasks",
            Verdict.INFO,
            f"{text} ({plan.why})",
            f"{zh}（{plan.why}）",
            "With systemd, run the platform as a service with Delegate=yes.",
            "使用 systemd 时，可将平台作为带 Delegate=yes 的服务运行。",
        )
    if settings.compute.engine.isolation is Isolation.OFF:
        yield Finding(
            "isolation of tasks",
            Verdict.WARN,
            "switched off: whoever may run a job can read and change all that the platform can",
            "已关闭：可运行作业的用户能读取和修改平台能访问的一切",
            "Set compute.engine.isolation to sandbox unless all users are trusted.",
            "除非所有用户均可信，请将 compute.engine.isolation 设为 sandbox。",
        )


def fuse() -> Finding:
    there = os.access("/dev/fuse", os.R_OK | os.W_OK)
    return Finding(
        "fuse",
        Verdict.OK if there else Verdict.INFO,
        "/dev/fuse can be used" if there else "/dev/fuse cannot be used; nothing of the platform needs it",
        "/dev/fuse 可用" if there else "/dev/fuse 不可用；平台不需要它",
    )


def gpus() -> Finding:
    if shutil.which("nvidia-smi"):
        query = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
        found = _output(query)
        if found:
            text = "; ".join(found.splitlines())
            return Finding("gpus", Verdict.OK, text, text)
    devices = sorted(path.name for path in Path("/dev").glob("nvidia[0-9]*"))
    if devices:
        text = ", ".join(devices)
        remedy = "The driver's nvidia-smi does not answer; check the driver."
        return Finding("gpus", Verdict.WARN, text, text, remedy, "nvidia-smi 无应答，请检查驱动。")
    return Finding("gpus", Verdict.INFO, "no NVIDIA GPU", "未发现 NVIDIA GPU")


def npus() -> Finding:
    devices = sorted(path.name for path in Path("/dev").glob("davinci[0-9]*"))
    text = ", ".join(devices)
    return Finding("npus", Verdict.OK if devices else Verdict.INFO, text or "no Ascend NPU", text or "未发现昇腾 NPU")


def container_engine(settings: PlatformSettings) -> Finding:
    """Run a container as a task in an OCI image is run, and say in what."""
    from modelyard.compute.adapters.containers import Containers  # noqa: PLC0415 - it is tried only here

    containers = Containers(settings.compute.engine)
    found = containers.look()
    name = "container engine"
    if found is not None:
        runtime = f" ({found.runtime})" if found.runtime else ""
        text = f"{found.name} {found.version}{runtime}"
        if found.holds_limits:
            return Finding(name, Verdict.OK, f"{text} runs containers", f"{text} 可运行容器")
        return Finding(
            name,
            Verdict.WARN,
            f"{text} runs containers, but holds no limits of memory, CPU and processes; these are watched instead",
            f"{text} 可运行容器，但无法限制内存、CPU 与进程数，改由平台监视",
            "Run the platform where the engine may make control groups, for example as a service with Delegate=yes.",
            "请在容器引擎可创建控制组的环境中运行平台，例如带 Delegate=yes 的服务。",
        )
    is_there = shutil.which("podman") is not None
    return Finding(
        name,
        Verdict.WARN if is_there else Verdict.INFO,
        f"OCI images cannot be run: {containers.problem}",
        f"无法运行 OCI 镜像：{containers.problem}",
        "Install podman and a runtime such as runc, or set compute.engine.container_runtime." if is_there else "",
        "请安装 podman 及 runc 等运行时，或设置 compute.engine.container_runtime。" if is_there else "",
    )


def database(home: Home, settings: PlatformSettings) -> Finding:
    import asyncio  # noqa: PLC0415 - only this check needs the database

    from modelyard.core.db import Database  # noqa: PLC0415
    from modelyard.server.migrations.schema import current_revision, newest_revision  # noqa: PLC0415

    url = database_url(settings, home)
    if url.startswith("sqlite") and settings.database.url is None and not home.database_file.exists():
        return Finding("database", Verdict.OK, "the first start makes it", "首次启动时创建")

    async def look() -> tuple[str, str | None]:
        known = Database(url, pool_size=1)
        try:
            revision = await asyncio.wait_for(current_revision(known), 10)
            return known.version, revision
        finally:
            await known.close()

    try:
        version, found = asyncio.run(look())
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever is wrong
        return Finding(
            "database",
            Verdict.FAIL,
            f"cannot be reached: {type(error).__name__}: {error}",
            f"无法连接：{type(error).__name__}：{error}",
            "Check database.url, and that the server runs and admits this machine.",
            "请检查 database.url，并确认数据库服务正在运行且允许本机访问。",
        )
    newest = newest_revision()
    if found == newest:
        return Finding("database", Verdict.OK, f"{version}, schema {found}", f"{version}，结构版本 {found}")
    if found is not None and found > newest:
        text = f"{version}, schema {found} is newer than {newest}"
        zh = f"{version}，结构版本 {found} 高于 {newest}"
        return Finding("database", Verdict.FAIL, text, zh, "Use the newer version of the platform.", "请使用更新的平台版本。")
    return Finding(
        "database",
        Verdict.INFO,
        f"{version}, schema {found}; the next start brings it to {newest}",
        f"{version}，结构版本 {found}，下次启动时升级到 {newest}",
    )


def parts(home: Home) -> Finding:
    ill = [part for part in (read_status(home) or {}).get("parts", []) if part["state"] != "healthy"]
    if not ill:
        return Finding("parts", Verdict.OK, "all parts answer", "所有部件正常应答")
    text = "; ".join(f"{part['name']}: {part['detail'] or part['state']}" for part in ill)
    return Finding("parts", Verdict.FAIL, text, text, f"Read the logs in {home.logs}.", f"请查看 {home.logs} 中的日志。")


def object_store(home: Home) -> Finding:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(home.storage_socket))
            connection.sendall(b"GET /status HTTP/1.1\r\nHost: store\r\nConnection: close\r\n\r\n")
            status = int(connection.recv(64).split()[1])
    except (OSError, ValueError, IndexError) as error:
        remedy = f"Read {home.logs / 'storage.log'}."
        zh = f"请查看 {home.logs / 'storage.log'}。"
        return Finding("object store", Verdict.FAIL, f"does not answer: {error}", f"无应答：{error}", remedy, zh)
    return Finding("object store", Verdict.OK, f"answers ({status})", f"正常应答（{status}）")


def external_object_store(store: ExternalStore) -> Finding:
    """Ask for something with the platform's key, as the storage port does."""
    import ssl  # noqa: PLC0415
    from http.client import HTTPException, HTTPSConnection  # noqa: PLC0415

    remedy = "Look at the settings objects.external_* and at the external store."
    remedy_zh = "请检查设置 objects.external_* 以及外部存储。"
    if store.is_tls:
        context = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(store.host, store.port, timeout=10, context=context)
    else:
        connection = HTTPConnection(store.host, store.port, timeout=10)
    try:
        connection.request("GET", "/", headers=store.sign("GET", "/", {}, at=SystemClock().now()))
        answer = connection.getresponse()
        problem = error_code(answer.read(2**20)) if answer.status >= 400 else ""
    except (OSError, HTTPException) as error:
        text, zh = f"{store.url} does not answer: {error}", f"{store.url} 无应答：{error}"
        return Finding("object store", Verdict.FAIL, text, zh, remedy, remedy_zh)
    finally:
        connection.close()
    if problem in KEY_PROBLEMS or answer.status >= 500:
        reason = problem or answer.status
        text, zh = f"{store.url} refuses the platform's key: {reason}", f"{store.url} 拒绝了平台的密钥：{reason}"
        return Finding("object store", Verdict.FAIL, text, zh, remedy, remedy_zh)
    return Finding(
        "object store", Verdict.OK, f"{store.url} answers ({answer.status})", f"{store.url} 正常应答（{answer.status}）"
    )


def gateway(settings: PlatformSettings) -> Iterable[Finding]:
    own = settings.gateway
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(own.host, own.host)
    try:
        date = _date_of(host, own.port, tls=own.tls is not TLS.OFF)
    except OSError as error:
        text, zh = f"{host}:{own.port} does not answer: {error}", f"{host}:{own.port} 无应答：{error}"
        yield Finding(
            "gateway", Verdict.FAIL, text, zh, "Read logs/gateway.log in the home.", "请查看主目录 logs/gateway.log。"
        )
        return
    yield Finding("gateway", Verdict.OK, f"{host}:{own.port} answers", f"{host}:{own.port} 正常应答")
    skew = abs(time.time() - date)
    bad = skew > 60
    yield Finding(
        "clock",
        Verdict.WARN if bad else Verdict.OK,
        f"{skew:.0f} s between this clock and the gateway's",
        f"本机时钟与网关相差 {skew:.0f} 秒",
        "Signed requests fail when clocks differ by more than 15 minutes: run an NTP client." if bad else "",
        "时钟相差超过 15 分钟时签名请求会失败，请启用 NTP 校时。" if bad else "",
    )


def _date_of(host: str, port: int, *, tls: bool) -> float:
    if tls:
        import ssl  # noqa: PLC0415
        from http.client import HTTPSConnection  # noqa: PLC0415

        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: HTTPConnection = HTTPSConnection(host, port, timeout=5, context=context)
    else:
        connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        if answer.status != 200:
            raise ConnectionError(f"status {answer.status}")
        return parsedate_to_datetime(answer.headers["date"]).timestamp()
    finally:
        connection.close()


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _meminfo(name: str) -> int:
    for line in (_read("/proc/meminfo") or "").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(file: str) -> str | None:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError:
        return None
