"""Bytes that should be text: which encoding they are in."""

import codecs
import io
from collections.abc import Callable, Iterable, Iterator

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.streams import MOST_ENTRY_BYTES, Pieces

# Longest first: the mark of UTF-32 (little end first) begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What may be asked for; GB18030 reads all that GBK and GB2312 can say.
ENCODINGS = {"UTF-8": "utf-8", "GBK": "gb18030", "GB2312": "gb18030"}


def decoded(content: bytes, *, otherwise: str = "GBK") -> str:
    """Return text by its byte order mark, as UTF-8, or in the other encoding; raises `Unreadable`.

    NUL characters are refused: no text has them, and no database takes them.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", ENCODINGS[otherwise]):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("encoding", value=encoding or otherwise)


def streamed(pieces: Pieces, *, otherwise: str = "GBK") -> Iterator[str]:
    """Yield a text of any length piece by piece, as `decoded` would have it: which encoding it is in, all of it says."""
    head = b""
    for piece in pieces():
        head += piece
        if len(head) >= _LONGEST_MARK:
            break
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", ENCODINGS[otherwise]):
        try:
            is_text = all("\x00" not in text for text in _decoded(pieces(), name))
        except UnicodeDecodeError:
            continue
        if is_text:
            yield from _decoded(pieces(), name)
            return
    raise Unreadable("encoding", value=encoding or otherwise)


def _decoded(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)()
    for piece in pieces:
        if text := decoder.decode(piece):
            yield text
    decoder.decode(b"", final=True)


def lines(pieces: Pieces, *, otherwise: str = "GBK", ending: str = "") -> Iterator[str]:
    """Yield the lines of such a text with what ends them: line feeds, carriage returns, or both; or only what is given."""
    rest: list[str] = []
    size = 0
    for text in streamed(pieces, otherwise=otherwise):
        rest.append(text)
        size += len(text)
        if "\n" in text or "\r" in text:
            *whole, last = io.StringIO("".join(rest), newline=ending)
            yield from whole
            rest, size = [last], len(last)
        if size > MOST_ENTRY_BYTES:
            raise Unreadable("long", value=f"{MOST_ENTRY_BYTES // 2**20} MiB")
    yield from io.StringIO("".join(rest), newline=ending)


def lines_of(text: str) -> list[str]:
    """Return the lines; only line feeds end one (with or without a carriage return), as other tools see it."""
    found = [line.removesuffix("\r") for line in text.split("\n")]
    return found[:-1] if found[-1] == "" else found


_LONGEST_MARK = 4
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def wide(head: bytes) -> str:
    """Return the codec of a file of several bytes a character by its mark; empty for what is none."""
    return next((name for mark, name in _WIDE if head.startswith(mark)), "")


def to_narrow(codec: str) -> Callable[[bytes], bytes]:
    """Return what turns one piece after another of such a file into UTF-8. What is broken stays broken, in its own line."""
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass" if codec.startswith("utf-16") else "replace")

    def narrow(piece: bytes) -> bytes:
        return decoder.decode(piece).encode("utf-8", "surrogatepass")

    return narrow


def as_wide(content: bytes, codec: str) -> bytes:
    """Return the bytes that `to_narrow` was given for these."""
    return content.decode("utf-8", "surrogatepass").encode(codec, "surrogatepass")
