"""All formats that can be imported. A new one: a class of `Reader`, and a line here."""

from collections.abc import Mapping

from modelyard.datasets.service.formats.folder import READERS, DirectoryReader
from modelyard.datasets.service.formats.staging import STAGED
from modelyard.datasets.service.formats.table import TableReader
from modelyard.datasets.service.readers import Reader
from modelyard.datasets.service.reading_manifests import ManifestReader

MANIFEST = "manifest"
TABLE = "table"
# What the public operation means by a directory: which of the formats it is depends on the type of the dataset.
DIRECTORY = "directory"
FORMATS: Mapping[str, type[Reader]] = {
    MANIFEST: ManifestReader,
    DIRECTORY: DirectoryReader,
    **READERS,
    **STAGED,
    TABLE: TableReader,
}
