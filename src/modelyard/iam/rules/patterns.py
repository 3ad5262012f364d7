"""Patterns of the policy language: `*` for any run of characters, `?` for one, `${key}` for a value of the request.

Matching takes time proportional to pattern times text, whatever a hostile author writes; regular expressions would not.
A value put in for a variable is literal: a user named `*` does not match everything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Context = Mapping[str, Sequence[str]]

_TOKEN = re.compile(r"\$\{([^{}]*)\}|[*?]|[^*?$]+|\$")
_ESCAPES = frozenset({"*", "?", "$"})
_ANY = None


@dataclass(frozen=True)
class Piece:
    """A run of characters between two stars; `None` stands for any one character. `text` is set when none is."""

    characters: tuple[str | None, ...]
    text: str | None

    def __len__(self) -> int:
        return len(self.characters)

    def matches_at(self, value: str, position: int) -> bool:
        """Return whether the piece stands at this position of the value."""
        if position < 0 or position + len(self) > len(value):
            return False
        if self.text is not None:
            return value.startswith(self.text, position)
        here = value[position : position + len(self)]
        return all(wanted is _ANY or wanted == found for wanted, found in zip(self.characters, here, strict=True))

    def find(self, value: str, start: int, end: int) -> int:
        """Return the first position in `value[start:end]` where the piece stands, or -1."""
        if self.text is not None:
            return value.find(self.text, start, end)
        for position in range(start, end - len(self) + 1):
            if self.matches_at(value, position):
                return position
        return -1


@dataclass(frozen=True)
class Glob:
    """A pattern without variables, split at its stars."""

    pieces: tuple[Piece, ...]

    def matches(self, value: str) -> bool:
        """Return whether the whole value matches."""
        first, *rest = self.pieces
        if not rest:
            return len(first) == len(value) and first.matches_at(value, 0)
        *middle, last = rest
        end = len(value) - len(last)
        if not first.matches_at(value, 0) or not last.matches_at(value, end):
            return False
        position = len(first)
        for piece in middle:
            # The leftmost place leaves the most room for the pieces that follow.
            found = piece.find(value, position, end)
            if found < 0:
                return False
            position = found + len(piece)
        return position <= end


@dataclass(frozen=True)
class Pattern:
    """A pattern as it was written; variables are filled in for each request."""

    source: str
    fixed: Glob | None

    def matches(self, value: str, context: Context) -> bool:
        """Return whether the value matches. A variable that the request does not carry matches nothing."""
        glob = self.fixed or _parse(self.source, context)
        return glob is not None and glob.matches(value)


def compile_pattern(source: str) -> Pattern:
    """Read a pattern once, so that matching is quick."""
    return Pattern(source, None if "${" in source else _parse(source, {}))


def compile_glob(source: str) -> Glob:
    """Read a pattern that has no variables; `${` stands for itself."""
    return _split([None if character == "*" else ((_ANY,) if character == "?" else (character,)) for character in source])


def _parse(source: str, context: Context) -> Glob | None:
    tokens: list[tuple[str | None, ...] | None] = []
    for match in _TOKEN.finditer(source):
        token, variable = match[0], match[1]
        if variable is None:
            tokens.append(None if token == "*" else ((_ANY,) if token == "?" else tuple(token)))  # noqa: S105 - a wildcard
        elif variable in _ESCAPES:
            tokens.append((variable,))
        else:
            values = context.get(variable.lower())
            if not values:
                return None
            tokens.append(tuple(values[0]))
    return _split(tokens)


def _split(tokens: Sequence[tuple[str | None, ...] | None]) -> Glob:
    """Cut a list of character runs at the stars (None)."""
    runs: list[list[str | None]] = [[]]
    for token in tokens:
        if token is None:
            runs.append([])
        else:
            runs[-1].extend(token)
    return Glob(tuple(_piece(run) for run in runs))


def _piece(run: Sequence[str | None]) -> Piece:
    letters = [character for character in run if character is not None]
    return Piece(tuple(run), "".join(letters) if len(letters) == len(run) else None)
