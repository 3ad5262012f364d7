"""Words of other stores."""

from enum import IntEnum

# Formats of imports whose path is an address, or a directory of the server.
SQL = "sql"
REMOTE = "remote"
SERVER = "server"


class SourceKind(IntEnum):
    """`data_type` of a data source."""

    OBS = 0
    DWS = 1
    DLI = 2
    RDS = 3
    MRS = 4
    GALLERY = 5
    INFERENCE = 6
