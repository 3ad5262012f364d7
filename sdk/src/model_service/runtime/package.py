"""The model package: a folder with the model, config.json and, where it has code, customize_service.py."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any

from model_service.runtime.problems import PackageProblem

CONFIG = "config.json"
CODE = "customize_service.py"
# What stands in this variable, in base64, counts instead of the file: of packages that cannot be written to.
GIVEN_CONFIG = "MODEL_SERVICE_CONFIG"


@dataclass(frozen=True)
class Api:
    """One entry of `apis`: where the model is asked, and in which form."""

    path: str = "/"
    method: str = "POST"
    content_type: str = ""
    request: dict[str, Any] = field(default_factory=dict)
    response: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Package:
    """What was found in a folder; `code` is empty when the package has none."""

    folder: str
    config: dict[str, Any]
    code: str
    apis: tuple[Api, ...]

    @property
    def model_type(self) -> str:
        """The engine that config.json names, in lower case, or empty."""
        return str(self.config.get("model_type") or "").lower()

    def files(self) -> list[str]:
        """Return the names of the files in the folder itself, in order."""
        with os.scandir(self.folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_file() and not entry.name.startswith("."))


def open_package(path: str) -> Package:
    """Look at a package: the folder `model/`, or the one that holds it. Raises PackageProblem."""
    folder = os.path.abspath(path)
    if os.path.isfile(folder):
        raise PackageProblem("this is a file; give the folder of the package", path)
    if not os.path.isdir(folder):
        raise PackageProblem("there is no such folder", path)
    inside = os.path.join(folder, "model")
    if os.path.isdir(inside) and not any(os.path.isfile(os.path.join(folder, name)) for name in (CONFIG, CODE)):
        folder = inside
    config = _config(folder)
    code = os.path.join(folder, CODE)
    return Package(folder, config, code if os.path.isfile(code) else "", _apis(config))


def _config(folder: str) -> dict[str, Any]:
    path, given = os.path.join(folder, CONFIG), os.environ.get(GIVEN_CONFIG, "")
    try:
        if given:
            config = json.loads(base64.b64decode(given))
        elif os.path.isfile(path):
            with open(path, encoding="utf-8-sig") as file:
                config = json.load(file)
        else:
            return {}
    except UnicodeDecodeError as error:
        raise PackageProblem(f"is not UTF-8: {error}", CONFIG) from None
    except ValueError as error:
        raise PackageProblem(f"is not valid JSON: {error}", CONFIG) from None
    if not isinstance(config, dict):
        raise PackageProblem("must hold one JSON object", CONFIG)
    return config


def _apis(config: dict[str, Any]) -> tuple[Api, ...]:
    apis = config.get("apis") or []
    if isinstance(apis, str):  # a description may arrive as JSON inside JSON
        try:
            apis = json.loads(apis)
        except ValueError as error:
            raise PackageProblem(f"apis is not valid JSON: {error}", CONFIG) from None
    if not isinstance(apis, list) or not all(isinstance(api, dict) for api in apis):
        raise PackageProblem("apis must be a list of objects", CONFIG)
    found = tuple(_api(api) for api in apis)
    return found or (Api(),)


def _api(api: dict[str, Any]) -> Api:
    path = str(api.get("url") or "/")
    request, response = _side(api.get("request")), _side(api.get("response"))
    return Api(
        path=path if path.startswith("/") else f"/{path}",
        method=str(api.get("method") or "POST").upper(),
        content_type=str(request.get("Content-type") or request.get("Content-Type") or "").lower(),
        request=_schema(request),
        response=_schema(response),
    )


def _side(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _schema(side: dict[str, Any]) -> dict[str, Any]:
    data = side.get("data")
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            return {}
    return data if isinstance(data, dict) else {}


def input_columns(package: Package) -> list[str]:
    """Return the fields of one record as the description of the input names them, in its order; often empty."""
    schema = package.apis[0].request
    for name in ("data", "req_data", "instances"):
        inner = schema.get("properties", {})
        if isinstance(inner, dict) and isinstance(inner.get(name), dict):
            schema = inner[name]
            items = schema.get("items", schema.get("item"))
            items = items[0] if isinstance(items, list) and items else items
            if isinstance(items, dict):
                schema = items
                break
    else:
        return []
    properties = schema.get("properties")
    return [str(name) for name in properties] if isinstance(properties, dict) else []
