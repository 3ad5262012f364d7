"""All formats that can be imported. A new one: a class of `Reader`, and a line here."""

from collections.abc import Mapping

from modelyard.datasets.service.formats.folder import READERS, DirectoryReader
from modelyard.datasets.service.formats.remote import RemoteReader
from modelyard.datasets.service.formats.rows import ParquetReader, SqlReader
from modelyard.datasets.service.formats.staging import PARQUET, STAGED
from modelyard.datasets.service.formats.table import TableReader
from modelyard.datasets.service.readers import Reader
from modelyard.datasets.service.reading_manifests import ManifestReader
from modelyard.datasets.types.stores import REMOTE, SQL

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
    PARQUET: ParquetReader,
    SQL: SqlReader,
    REMOTE: RemoteReader,
}
# What datasets of tables are filled from as well.
ANY_TYPE = frozenset({*STAGED, PARQUET, SQL, REMOTE})
