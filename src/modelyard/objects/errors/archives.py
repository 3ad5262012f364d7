"""Why an archive is refused. Each names the entry; nothing of a refused archive is unpacked."""

from modelyard.core.errors import Invalid
from modelyard.objects.types import ArchiveProblem as Problem


class ArchiveRefused(Invalid):
    """The archive as a whole, or one of its entries, is not what the platform unpacks."""

    code = "Modelyard.2120"
    text = "The archive was refused: entry {entry} cannot be unpacked."
    zh = "压缩包被拒绝：条目 {entry} 无法解压。"


class EntryOutside(ArchiveRefused):
    """A name climbs out of the target."""

    code = "Modelyard.2121"
    text = "The archive was refused: entry {entry} points outside of the target (..)."
    zh = "压缩包被拒绝：条目 {entry} 指向目标目录之外（..）。"


class EntryAbsolute(ArchiveRefused):
    """A name begins at the root or with a drive."""

    code = "Modelyard.2122"
    text = "The archive was refused: entry {entry} has an absolute name."
    zh = "压缩包被拒绝：条目 {entry} 使用绝对路径。"


class EntryBackslash(ArchiveRefused):
    """A name has backslashes, which other systems take for separators."""

    code = "Modelyard.2123"
    text = "The archive was refused: entry {entry} has a backslash in its name."
    zh = "压缩包被拒绝：条目 {entry} 的名称含有反斜杠。"


class EntryName(ArchiveRefused):
    """A name is empty, has control characters or is no text."""

    code = "Modelyard.2124"
    text = "The archive was refused: the name of entry {entry} is empty, has control characters or is no text."
    zh = "压缩包被拒绝：条目 {entry} 的名称为空、含控制字符或无法解码。"


class EntryTooLong(ArchiveRefused):
    """A name is longer than keys may be."""

    code = "Modelyard.2125"
    text = "The archive was refused: the name of entry {entry} is too long (255 bytes a part, 1024 in all)."
    zh = "压缩包被拒绝：条目 {entry} 的名称过长（每级 255 字节，总计 1024 字节）。"


class EntryLink(ArchiveRefused):
    """A symbolic or hard link."""

    code = "Modelyard.2126"
    text = "The archive was refused: entry {entry} is a link. Pack the files themselves (tar --dereference)."
    zh = "压缩包被拒绝：条目 {entry} 是链接。请打包文件本身（tar --dereference）。"


class EntrySpecial(ArchiveRefused):
    """A device, a pipe or a socket."""

    code = "Modelyard.2127"
    text = "The archive was refused: entry {entry} is a device, pipe or socket."
    zh = "压缩包被拒绝：条目 {entry} 是设备、管道或套接字。"


class EntryTwice(ArchiveRefused):
    """Two files have one name."""

    code = "Modelyard.2128"
    text = "The archive was refused: entry {entry} appears twice."
    zh = "压缩包被拒绝：条目 {entry} 重复出现。"


class EntryFileAndFolder(ArchiveRefused):
    """A name is a file and a folder at once."""

    code = "Modelyard.2129"
    text = "The archive was refused: entry {entry} needs one name to be both a file and a folder."
    zh = "压缩包被拒绝：条目 {entry} 使同一名称既是文件又是文件夹。"


class EntryEncrypted(ArchiveRefused):
    """The entry is encrypted."""

    code = "Modelyard.2130"
    text = "The archive was refused: entry {entry} is encrypted. Upload it without a password."
    zh = "压缩包被拒绝：条目 {entry} 已加密。请上传不带密码的压缩包。"


class EntryCompression(ArchiveRefused):
    """The entry is compressed in a way that the platform does not know."""

    code = "Modelyard.2131"
    text = "The archive was refused: entry {entry} uses compression method {detail}; pack it with Deflate."
    zh = "压缩包被拒绝：条目 {entry} 使用压缩方法 {detail}，请使用 Deflate 重新打包。"


class ArchiveTooMany(ArchiveRefused):
    """More entries than the limit."""

    code = "Modelyard.2132"
    text = "The archive was refused: it has more entries than the limit (objects.archive_max_entries); at entry {entry}."
    zh = "压缩包被拒绝：条目数量超过上限（objects.archive_max_entries），位于条目 {entry}。"


class ArchiveTooLarge(ArchiveRefused):
    """More bytes than the limit."""

    code = "Modelyard.2133"
    text = "The archive was refused: it unpacks to more bytes than the limit (objects.archive_max_bytes); at entry {entry}."
    zh = "压缩包被拒绝：解压后大小超过上限（objects.archive_max_bytes），位于条目 {entry}。"


class ArchiveBomb(ArchiveRefused):
    """It grows far beyond its size."""

    code = "Modelyard.2134"
    text = "The archive was refused as a bomb: it unpacks to far more than its own size; at entry {entry}."
    zh = "压缩包因疑似压缩炸弹被拒绝：解压后远大于自身大小，位于条目 {entry}。"


class ArchiveMemory(ArchiveRefused):
    """It cannot be opened with the memory that there is for it."""

    code = "Modelyard.2135"
    text = "The archive was refused: unpacking it takes more memory or time than allowed; at entry {entry}."
    zh = "压缩包被拒绝：解压所需内存或时间超过允许值，位于条目 {entry}。"


class ArchiveDamaged(ArchiveRefused):
    """It is cut off or its checksums are wrong."""

    code = "Modelyard.2136"
    text = "The archive is damaged or incomplete: {detail}; at entry {entry}."
    zh = "压缩包已损坏或不完整：{detail}，位于条目 {entry}。"


class ArchiveUnknown(ArchiveRefused):
    """It is no archive of a known kind."""

    code = "Modelyard.2137"
    text = "This is no archive that the platform unpacks (zip, tar, tar.gz, tar.bz2, tar.xz, tar.zst)."
    zh = "该对象不是平台支持的压缩包（zip、tar、tar.gz、tar.bz2、tar.xz、tar.zst）。"


REFUSALS: dict[Problem, type[ArchiveRefused]] = {
    Problem.OUTSIDE: EntryOutside,
    Problem.ABSOLUTE: EntryAbsolute,
    Problem.BACKSLASH: EntryBackslash,
    Problem.NAME: EntryName,
    Problem.TOO_LONG: EntryTooLong,
    Problem.LINK: EntryLink,
    Problem.SPECIAL: EntrySpecial,
    Problem.TWICE: EntryTwice,
    Problem.FILE_AND_FOLDER: EntryFileAndFolder,
    Problem.ENCRYPTED: EntryEncrypted,
    Problem.COMPRESSION: EntryCompression,
    Problem.TOO_MANY: ArchiveTooMany,
    Problem.TOO_LARGE: ArchiveTooLarge,
    Problem.BOMB: ArchiveBomb,
    Problem.MEMORY: ArchiveMemory,
    Problem.DAMAGED: ArchiveDamaged,
    Problem.UNKNOWN: ArchiveUnknown,
}


def refusal(problem: str, entry: str, detail: str = "") -> ArchiveRefused:
    """Return the failure that tells a user why his archive was refused."""
    kind = REFUSALS[Problem(problem)]
    return kind(field="source", problem=problem, entry=entry or "-", detail=detail or "-")
