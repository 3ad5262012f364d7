"""Searching a log that does not fit into memory: bytes come in pieces, hits go out with their places."""

from dataclasses import dataclass, field

# How much of the line is shown around a hit, at most, on either side.
CONTEXT_BYTES = 120


@dataclass(frozen=True)
class Hit:
    """A place where the text occurs. line: the line around it, cut; start: where the hit begins in it, in bytes."""

    offset: int
    line_offset: int
    line: bytes
    start: int


@dataclass
class Search:
    """Looks for a text in a log that is fed in pieces, and counts where it occurs without overlap.

    needle: the bytes looked for, not empty. ignore_case: for the letters A to Z. most: hits that are kept; the rest is
    only counted. offset: where in the log the first piece begins.
    """

    needle: bytes
    ignore_case: bool
    most: int
    offset: int = 0
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    _kept: bytes = b""
    _from: int = 0

    def __post_init__(self) -> None:
        if self.ignore_case:
            self.needle = self.needle.lower()
        self._overlaps_itself = any(self.needle.startswith(self.needle[cut:]) for cut in range(1, len(self.needle)))

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Look at the next bytes. last: nothing follows, so that lines at the very end count as whole."""
        content = self._kept + piece
        text = content.lower() if self.ignore_case else content
        # A hit is taken once its surroundings are here, so that its line is shown as it is.
        limit = len(text) if last else max(self._from, len(text) - CONTEXT_BYTES - len(self.needle))
        position = self._from
        while len(self.hits) < self.most and (found := text.find(self.needle, position)) >= 0 and found < limit:
            self.hits.append(self._hit(content, found))
            self.total += 1
            position = found + len(self.needle)
        if len(self.hits) >= self.most:
            position = self._count(text, position, limit)
        # At the end a hit may still be on its way, in bytes that are not written yet.
        searched = len(text) - len(self.needle) + 1 if last else limit
        self._forget(content, max(position, searched))

    def jump(self, offset: int) -> None:
        """Go on at a later place: the bytes up to there are gone."""
        self.feed(b"", last=True)
        self.offset, self._kept, self._from = offset, b"", 0

    @property
    def next_offset(self) -> int:
        """Where the search goes on: nothing that begins earlier is missing from the count."""
        return self.offset + self._from

    def _count(self, text: bytes, position: int, limit: int) -> int:
        """Count further hits that begin before `limit`, and return where the last of them ends."""
        end = min(len(text), limit + len(self.needle) - 1)
        if position >= limit:
            return position
        if not self._overlaps_itself:
            found = text.count(self.needle, position, end)
            self.total += found
            return text.rfind(self.needle, position, end) + len(self.needle) if found else position
        while (found := text.find(self.needle, position, end)) >= 0:
            self.total += 1
            position = found + len(self.needle)
        return position

    def _forget(self, content: bytes, position: int) -> None:
        """Keep only what later hits may show; `position` is where searching goes on."""
        cut = max(0, position - CONTEXT_BYTES)
        self.offset += cut
        self._kept, self._from = content[cut:], position - cut

    def _hit(self, content: bytes, found: int) -> Hit:
        start = max(content.rfind(b"\n", 0, found) + 1, found - CONTEXT_BYTES, 0)
        end = content.find(b"\n", found + len(self.needle))
        wanted = found + len(self.needle) + CONTEXT_BYTES
        end = min(wanted, len(content)) if end < 0 else min(end, wanted)
        return Hit(self.offset + found, self.offset + start, content[start:end], found - start)
