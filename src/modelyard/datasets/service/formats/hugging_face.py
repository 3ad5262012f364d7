"""Folders as the Hub of Hugging Face has them."""

from collections.abc import Iterator

from modelyard.datasets.rules import hugging_face
from modelyard.datasets.rules.streams import Pieces, Shelf, Told
from modelyard.datasets.service.formats.files import Files
from modelyard.datasets.service.formats.whole import Whole

_NAMES = frozenset({"metadata.jsonl", "metadata.csv"})
_MOST_FOLDERS = 100


class HuggingFace(Whole):
    """Files of metadata beside the data, in folders by split; or files of rows with texts."""

    ending = "jsonl"

    def told(self, pieces: Pieces, shelf: Shelf, file: str) -> Iterator[Told]:
        """See `Whole`."""
        return hugging_face.read(pieces, file)

    async def _found(self, files: Files) -> list[str]:
        found = []
        top, below = await files.inside("")
        for page in [top, *[(await files.inside(folder))[0] for folder in below[:_MOST_FOLDERS]]]:
            found += [each.path for each in page if each.path.rpartition("/")[2] in _NAMES or each.path.endswith(".jsonl")]
        return sorted(found)
