"""Counting the rows of CSV that comes in pieces."""


class RowCount:
    """Counts rows as `tables.written` writes them: what ends with a line feed outside of quotes."""

    def __init__(self) -> None:
        self.rows = 0
        self._is_quoted = False

    def take(self, piece: bytes) -> None:
        """Count what is in the next piece, wherever it was cut."""
        for place, text in enumerate(piece.split(b'"')):
            # Quotes are doubled within quotes: in, out, in again.
            self._is_quoted ^= place > 0
            if not self._is_quoted:
                self.rows += text.count(b"\n")
