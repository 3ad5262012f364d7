"""What can go wrong around a home and its processes. The exit codes are documented in docs/user/*/cli.md."""

from typing import ClassVar

from modelyard.core.errors import AppError


class CommandFailed(AppError):
    """Parent of the failures of the `modelyard` command."""

    exit_code: ClassVar[int] = 1
    code = "Modelyard.3000"
    text = "The command failed: {problem}"
    zh = "命令执行失败：{problem}"


class SettingsWrong(CommandFailed):
    """The settings file or a variable cannot be used."""

    exit_code = 2
    code = "Modelyard.3001"
    text = "The settings cannot be used.\n{problem}"
    zh = "配置无法使用。\n{problem}"


class HomeNotDirectory(CommandFailed):
    """The home is something else than a directory."""

    exit_code = 10
    code = "Modelyard.3010"
    text = "{home} is not a directory. Choose another place with --home DIR."
    zh = "{home} 不是目录。请用 --home DIR 指定其他位置。"


class HomeNotWritable(CommandFailed):
    """The home, or the place where it should be made, cannot be written."""

    exit_code = 11
    code = "Modelyard.3011"
    text = "{home} cannot be written: {problem}. Check the permissions and whether the file system is read-only."
    zh = "{home} 无法写入：{problem}。请检查权限，以及文件系统是否只读。"


class HomeOfAnother(CommandFailed):
    """The home belongs to another user."""

    exit_code = 12
    code = "Modelyard.3012"
    text = "{home} belongs to user {owner}, and you are {user}. Run the command as {owner} or choose another --home."
    zh = "{home} 属于用户 {owner}，而当前用户是 {user}。请以 {owner} 身份运行，或用 --home 指定其他目录。"


class HomeIsNewer(CommandFailed):
    """The home was last used by a newer version."""

    exit_code = 13
    code = "Modelyard.3013"
    text = (
        "{home} was last used by version {found}, this is version {ours}. Nothing was changed. "
        "Use version {found} or newer, or restore a backup that was made before the upgrade."
    )
    zh = "{home} 最近由版本 {found} 使用，当前版本为 {ours}。未做任何修改。请使用 {found} 或更新的版本，或恢复升级前的备份。"


class DiskFull(CommandFailed):
    """There is too little space to start safely."""

    exit_code = 14
    code = "Modelyard.3014"
    text = "The disk of {home} is full: {free_bytes} bytes are free, {needed_bytes} are needed to start. Free some space."
    zh = "{home} 所在磁盘已满：剩余 {free_bytes} 字节，启动至少需要 {needed_bytes} 字节。请先释放空间。"


class HomeInUse(CommandFailed):
    """Another `modelyard up` runs on this home."""

    exit_code = 15
    code = "Modelyard.3015"
    text = "A platform already runs on {home} (process {pid}). See `modelyard status`, stop it with `modelyard down`."
    zh = "{home} 上已有平台在运行（进程 {pid}）。可用 `modelyard status` 查看，用 `modelyard down` 停止。"


class PortInUse(CommandFailed):
    """A port to listen on is taken, or may not be used."""

    exit_code = 16
    code = "Modelyard.3016"
    text = "{address} cannot be used: {problem}. Choose another one with {option}."
    zh = "无法使用 {address}：{problem}。请用 {option} 另行指定。"


class StartFailed(CommandFailed):
    """A part did not become ready; everything was stopped again."""

    exit_code = 17
    code = "Modelyard.3017"
    text = "{part} did not start: {problem}. Everything was stopped again. Its log: {log}"
    zh = "{part} 未能启动：{problem}。已全部停止。日志：{log}"


class NotRunning(CommandFailed):
    """No platform runs on this home."""

    exit_code = 18
    code = "Modelyard.3018"
    text = "No platform runs on {home}. Start one with `modelyard up --home {home}`."
    zh = "{home} 上没有正在运行的平台。请用 `modelyard up --home {home}` 启动。"


class DoctorFoundProblems(CommandFailed):
    """At least one check of the doctor failed."""

    exit_code = 19
    code = "Modelyard.3019"
    text = "{count} checks failed; the remedies stand above."
    zh = "{count} 项检查未通过，处理办法见上。"


class HomeNotEmpty(CommandFailed):
    """A restore would overwrite something."""

    exit_code = 20
    code = "Modelyard.3020"
    text = "{home} is not empty. Restore onto a new --home; nothing was changed."
    zh = "{home} 非空。请恢复到新的 --home，未做任何修改。"


class BackupUnusable(CommandFailed):
    """The backup is damaged, incomplete, or of a newer version."""

    exit_code = 21
    code = "Modelyard.3021"
    text = "The backup {backup} cannot be used: {problem}."
    zh = "备份 {backup} 无法使用：{problem}。"


class StopTimedOut(CommandFailed):
    """The platform did not stop in time."""

    exit_code = 22
    code = "Modelyard.3022"
    text = "The platform on {home} (process {pid}) did not stop within {seconds} seconds."
    zh = "{home} 上的平台（进程 {pid}）未在 {seconds} 秒内停止。"


class NotYetStarted(CommandFailed):
    """Something is asked for that the first start makes."""

    exit_code = 23
    code = "Modelyard.3023"
    text = "{home} was never started; the first `modelyard up` makes the tables and the credentials."
    zh = "{home} 从未启动过；首次执行 `modelyard up` 时创建数据表与凭据。"


class RestoreUnfinished(CommandFailed):
    """A restore onto this home was interrupted."""

    exit_code = 25
    code = "Modelyard.3026"
    text = "A restore onto {home} was interrupted. Call `modelyard restore` with the same backup again; it goes on."
    zh = "对 {home} 的恢复曾被中断。请用同一备份再次执行 `modelyard restore` 以继续。"


class DatabaseIsNewer(CommandFailed):
    """A newer version has changed the tables."""

    exit_code = 13
    code = "Modelyard.3024"
    text = "The database has schema {found}, this version knows up to {newest}. Nothing was changed. Use the newer version."
    zh = "数据库结构版本为 {found}，当前程序最高支持 {newest}。未做任何修改。请使用更新的版本。"


class DatabaseIsOlder(CommandFailed):
    """The tables are those of an older version, and only a start changes them."""

    exit_code = 26
    code = "Modelyard.3027"
    text = "The database has schema {found}, this version needs {newest}. `modelyard up` of this version brings it up to date."
    zh = "数据库结构版本为 {found}，当前程序需要 {newest}。请用当前版本执行 `modelyard up` 完成升级。"


class NoAuthorities(CommandFailed):
    """Nothing tells which certificates of other servers are to be trusted."""

    exit_code = 27
    code = "Modelyard.3028"
    text = (
        "No certificate authorities were found, so the external object store cannot be trusted. Install the package "
        "ca-certificates, or name a file of authorities in SSL_CERT_FILE."
    )
    zh = "未找到受信任的证书颁发机构，无法信任外部对象存储。请安装 ca-certificates 软件包，或用 SSL_CERT_FILE 指定证书文件。"


class CannotSeal(CommandFailed):
    """The object store cannot be shut off from other users of the machine."""

    exit_code = 24
    code = "Modelyard.3025"
    text = (
        "The object store cannot be sealed off: {problem}. It needs user namespaces (sysctl user.max_user_namespaces, "
        "kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns). To run it unsealed, so that every "
        "user of this machine can read and write all objects, set objects.sealed = false."
    )
    zh = (
        "无法隔离对象存储：{problem}。需要用户命名空间（sysctl user.max_user_namespaces、kernel.unprivileged_userns_clone、"
        "kernel.apparmor_restrict_unprivileged_userns）。若设置 objects.sealed = false，则以不隔离方式运行，"
        "本机所有用户都能读写全部对象。"
    )


class OperationRefused(CommandFailed):
    """The platform did not do what a command asked of it."""

    exit_code = 1
    code = "Modelyard.3040"
    text = "{message} ({code})"
    zh = "{message}（{code}）"


class ConsoleNotBuilt(AppError):
    """The files of the console are missing from this installation."""

    status = 404
    code = "Modelyard.3030"
    text = "The console is not part of this installation. In a working copy `./yard up` builds it."
    zh = "此安装不包含控制台。在源码目录中执行 `./yard up` 会自动构建。"
