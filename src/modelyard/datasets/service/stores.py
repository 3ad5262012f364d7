"""Other stores that imports read: what a request means, what an administrator allows, and credentials, which are sealed."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from modelyard.core.sealing import SealBroken
from modelyard.datasets.adapters.reaching import reachable
from modelyard.datasets.errors.stores import (
    CredentialsLost,
    QueryInvalid,
    SourceNotThere,
    StoreAddressInvalid,
    StoreNotAllowed,
)
from modelyard.datasets.rules.stores import SERVICES, Address, allowed_by, has_scheme, read_address
from modelyard.datasets.schemas.datasets import DataSource, SourceInfo
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.stores import REMOTE, SERVER, SQL, SourceKind

_ORIGINS = {
    "obs": SourceKind.OBS,
    "dws": SourceKind.DWS,
    "dli": SourceKind.DLI,
    "rds": SourceKind.RDS,
    "mrs": SourceKind.MRS,
    "inference": SourceKind.INFERENCE,
}
_DATABASES = frozenset({SourceKind.DWS, SourceKind.RDS})
_ABSENT = {
    SourceKind.DLI: (
        "DLI",
        "Save the rows as Parquet or CSV in a bucket and import these, or name a database by its address.",
        "请将数据以 Parquet 或 CSV 保存到桶中再导入，或直接填写数据库地址。",
    ),
    SourceKind.MRS: (
        "MRS",
        "Copy the files to a bucket and import the folder; Parquet and CSV are read.",
        "请将文件复制到桶中再导入该目录，支持 Parquet 和 CSV。",
    ),
    SourceKind.GALLERY: (
        "AI Gallery",
        "Download the data to a bucket and import the folder; folders and Parquet files of Hugging Face are read.",
        "请将数据下载到桶中再导入该目录，支持 Hugging Face 目录和 Parquet 文件。",
    ),
    SourceKind.INFERENCE: (
        "inference service as a source",
        "Collect what the service was asked in a bucket and import the folder.",
        "请将服务的请求数据收集到桶中再导入该目录。",
    ),
}
_MYSQL_PORT = "3306"


def is_database(source: DataSource | None) -> bool:
    """Return whether a source is a database. Raises SourceNotThere for those of the cloud that are not here."""
    if source is None:
        return False
    kind = SourceKind(source.data_type)
    _refuse(kind, "data_source.data_type")
    return kind in _DATABASES


def understood(wanted: ImportCreate) -> tuple[ImportCreate, Address | None]:
    """Return a request with its path and its format as imports know them, without credentials; these are in the address.

    The address is None where the storage of the platform is meant. Raises SourceNotThere, StoreAddressInvalid, QueryInvalid.
    """
    source = wanted.data_source
    kind = SourceKind(source.data_type) if source is not None and source.data_type else _ORIGINS[wanted.import_origin]
    _refuse(kind, "data_source.data_type" if source is not None else "import_origin")
    if kind in _DATABASES and not has_scheme(wanted.import_path):
        wanted = _of_database(wanted, kind, source)
    path = wanted.import_path or (source.data_path if source is not None else "")
    if path.lower().startswith("file:///"):
        return wanted.model_copy(update={"import_path": path[len("file://") :], "format": SERVER}), None
    if not has_scheme(path):
        return wanted, None
    address = read_address(path)
    if address is None:
        raise StoreAddressInvalid(
            field="import_path",
            problem="must be an address such as https://host/folder/, s3+https://host/bucket/folder/, sftp://host/folder/, "
            "postgresql://host/database or file:///folder",
            problem_zh="必须形如 https://host/folder/、s3+https://host/bucket/folder/、sftp://host/folder/、"
            "postgresql://host/database 或 file:///folder",
        )
    if wanted.credentials is not None:
        password = wanted.credentials.password.get_secret_value()
        address = address._replace(user=wanted.credentials.user, password=password)
    if address.is_database:
        _check_query(wanted.options, address)
    kept = {"import_path": address.place, "credentials": None, "format": SQL if address.is_database else REMOTE}
    return wanted.model_copy(update=kept), address


def sealed(context: DatasetsContext, dataset_id: str, address: Address) -> str:
    """Return what of an address nobody may read, sealed for one dataset."""
    secret = json.dumps({"user": address.user, "password": address.password, "query": address.query})
    assert context.sealer is not None
    return base64.b64encode(context.sealer.seal(secret, _purpose(dataset_id))).decode()


def opened(context: DatasetsContext, dataset_id: str, goal: Mapping[str, Any]) -> Address:
    """Return the whole address of an import. Raises CredentialsLost."""
    address = read_address(goal["path"])
    try:
        assert context.sealer is not None
        secret = json.loads(context.sealer.open(base64.b64decode(goal["sealed"]), _purpose(dataset_id)))
    except (SealBroken, ValueError) as error:
        raise CredentialsLost from error
    assert address is not None
    return address._replace(**secret)


async def reached(context: DatasetsContext, address: Address) -> str:
    """Return the network address of a store that may be reached, "" of a service with many.

    Raises StoreNotAllowed, OtherStoreUnavailable.
    """
    if address.scheme in SERVICES:
        if allowed_by(context.settings.stores.allowed, address.scheme, address.host, address.port) is None:
            raise StoreNotAllowed(field="import_path", value=address.origin, problem="", problem_zh="")
        return ""
    return await reachable(context.settings.stores.allowed, address.scheme, address.host, address.port)


def _purpose(dataset_id: str) -> str:
    return f"dataset-import:{dataset_id}"


def _refuse(kind: SourceKind, field: str) -> None:
    if kind in _ABSENT:
        name, hint, hint_zh = _ABSENT[kind]
        raise SourceNotThere(field=field, source=name, hint=hint, hint_zh=hint_zh)


def _of_database(wanted: ImportCreate, kind: SourceKind, source: DataSource | None) -> ImportCreate:
    """Return a request for the database that `source_info` names."""
    info = (source.source_info if source is not None else None) or SourceInfo()
    for field in ("ip", "database_name", "table_name"):
        if not getattr(info, field):
            raise StoreAddressInvalid(
                field=f"data_source.source_info.{field}",
                problem="is needed: clusters of the cloud are not known here, a database is named by its address",
                problem_zh="必填：此处没有云上集群，请用地址指定数据库",
            )
    scheme = "mysql" if kind is SourceKind.RDS and info.port == _MYSQL_PORT else "postgresql"
    host = f"[{info.ip}]" if ":" in info.ip else info.ip
    port = f":{info.port}" if info.port else ""
    update = {
        "import_path": f"{scheme}://{host}{port}/{info.database_name}",
        "options": {**wanted.options, "table": info.table_name},
        "credentials": info.credentials,
    }
    return wanted.model_copy(update=update)


def _check_query(options: Mapping[str, Any], address: Address) -> None:
    """Raise QueryInvalid for what is neither a table nor one SELECT."""
    table, query, key = (options.get(name) or "" for name in ("table", "query", "key"))
    if not all(isinstance(each, str) and len(each) <= 20_000 for each in (table, query, key)):
        raise QueryInvalid(field="options", problem="table, query and key are texts", problem_zh="table、query、key 必须是文本")
    if bool(table) == bool(query):
        raise QueryInvalid(
            field="options", problem="name a table, or give a query, and not both", problem_zh="请填写表名或查询语句，二者选一"
        )
    words = query.split(maxsplit=1)
    if query and (words[0].lower() not in {"select", "with"} or ";" in query):
        raise QueryInvalid(
            field="options.query",
            problem="must be one SELECT, without a semicolon; nothing else is read",
            problem_zh="必须是一条 SELECT 语句，且不含分号",
        )
    if not address.path:
        raise StoreAddressInvalid(
            field="import_path", problem="names no database; write it after the host", problem_zh="缺少数据库名，请写在主机之后"
        )
