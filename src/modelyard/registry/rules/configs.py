"""`config.json`: what a package says of itself. Every problem is told with its place and the allowed values.

Source: the model package specification of the user guide, with the tolerance that its samples need: numbers as texts,
methods in any case, misspelt content types, schemas as JSON texts.
"""

import re
from typing import Any

import orjson

from modelyard.registry.rules.problems import Problems, shown
from modelyard.registry.rules.schemas import read_schema
from modelyard.registry.types import (
    DEFAULT_HEALTH_URL,
    Api,
    CheckMethod,
    Config,
    Dependency,
    Health,
    Installer,
    ModelType,
    Restraint,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
PROTOCOLS = ("http", "https", "ws", "wss", "grpc")
METRICS = ("f1", "recall", "precision", "accuracy")
JSON_TYPE = "application/json"
MOST_APIS = 100
MOST_PACKAGES = 500
LARGEST_NUMBER = 2**31 - 1
_LONGEST_ALGORITHM = 36
_DECIMALS = 17
_FORBIDDEN = "&!'\"<>="
_CHINESE = re.compile("[\u3400-\u9fff]")
_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?(?:\[[A-Za-z0-9._,\s-]{1,200}\])?", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.*+!_-]{0,63}", re.ASCII)
_PATH = re.compile(r"/[A-Za-z0-9._~{}@:%+/-]{0,254}", re.ASCII)
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+*-]{1,100}(?:\s*;.{0,100})?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
# Types whose image brings what it needs.
_WITHOUT_DEPENDENCIES = (ModelType.IMAGE, ModelType.CUSTOM)
CONFIG_TYPES = tuple(kind.value for kind in ModelType if kind is not ModelType.TEMPLATE)


def parse_config(content: bytes | str, problems: Problems, *, place: str = "config.json") -> dict[str, Any] | None:
    """Return the JSON object of a configuration; None, with a problem noted, when it is none."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        value = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        problems.add(
            place,
            f"is no JSON: {error.msg.partition(': line')[0]} ({where})",
            f"不是合法的 JSON：{error.msg.partition(': line')[0]}（第 {error.lineno} 行第 {error.colno} 列）",
        )
        return None
    if not isinstance(value, dict):
        problems.wrong_type(place, "an object", "对象", value)
        return None
    return value


def read_config(value: dict[str, Any], problems: Problems, *, needs_algorithm: bool = True) -> Config:
    """Return what a configuration says, and note everything that is wrong with it. Unknown fields are ignored.

    needs_algorithm: whether it has to name its purpose, as the guide demands of packages.
    """
    model_type = _model_type(value.get("model_type"), problems)
    return Config(
        model_algorithm=read_algorithm(value.get("model_algorithm"), "model_algorithm", problems, needed=needs_algorithm),
        model_type=model_type,
        runtime=_text(value.get("runtime"), "runtime", problems, longest=256),
        swr_location=_swr_location(value.get("swr_location"), model_type, problems),
        metrics=read_metrics(value.get("metrics"), "metrics", problems),
        apis=read_apis(value.get("apis"), "apis", problems),
        dependencies=_config_dependencies(value.get("dependencies"), model_type, problems),
        health=read_health(value.get("health"), "health", problems),
        readiness=read_health(value.get("readiness_health"), "readiness_health", problems),
        startup=read_health(value.get("startup_health"), "startup_health", problems),
    )


def read_algorithm(value: Any, place: str, problems: Problems, *, needed: bool = False) -> str:
    """Return the purpose of a model, for example `image_classification`."""
    if value is None or value == "":
        if needed:
            problems.add(
                place,
                "is missing: say what the model is for, for example image_classification, object_detection, predict_analysis",
                "缺失：请填写模型用途，例如 image_classification、object_detection、predict_analysis",
            )
        return ""
    text = _text(value, place, problems, longest=_LONGEST_ALGORITHM)
    if text and not (text[0].isascii() and text[0].isalpha()):
        problems.add(place, "must begin with a letter", "必须以字母开头")
    elif text and _has_forbidden(text):
        problems.add(
            place, f"must not contain Chinese characters or any of {_FORBIDDEN}", f"不能包含中文及以下字符：{_FORBIDDEN}"
        )
    return text


def read_metrics(value: Any, place: str, problems: Problems) -> dict[str, float]:
    """Return the figures of a model; more than 17 decimals are cut off."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.wrong_type(place, "an object", "对象", value)
        return {}
    found: dict[str, float] = {}
    for name in METRICS:
        number = value.get(name)
        if number is None or number == "":
            continue
        if isinstance(number, str) and _NUMBER.fullmatch(number.strip()):
            number = float(number)
        if isinstance(number, bool) or not isinstance(number, (int, float)) or abs(number) > 1e15:
            problems.add(f"{place}.{name}", f"{shown(number)} is no number", f"{shown(number)} 不是数字")
            continue
        found[name] = round(float(number), _DECIMALS)
    return found


def read_apis(value: Any, place: str, problems: Problems) -> tuple[Api, ...]:
    """Return the paths that a model answers, from either form: of `config.json`, and of the request to create a model."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        value = _json_of(value, place, problems)
    if not isinstance(value, list):
        problems.wrong_type(place, "a list", "列表", value)
        return ()
    if len(value) > MOST_APIS:
        problems.add(place, f"has {len(value)} entries; at most {MOST_APIS} are possible", f"超过 {MOST_APIS} 项")
        return ()
    found: list[Api] = []
    seen: dict[tuple[str, str], int] = {}
    for index, one in enumerate(value):
        here = f"{place}[{index}]"
        if not isinstance(one, dict):
            problems.wrong_type(here, "an object", "对象", one)
            continue
        api = _api(one, here, problems)
        first = seen.setdefault((api.method, api.url), index)
        if first != index:
            problems.add(
                here,
                f"{api.method} {api.url} is that of {place}[{first}], too",
                f"{api.method} {api.url} 与 {place}[{first}] 重复",
            )
        found.append(api)
    return tuple(found)


def read_dependencies(value: Any, place: str, problems: Problems) -> tuple[Dependency, ...]:
    """Return the packages that a model needs, in the order in which they are listed."""
    if value is None or value == "":
        return ()
    if not isinstance(value, list):
        problems.wrong_type(place, "a list", "列表", value)
        return ()
    found: list[Dependency] = []
    for index, one in enumerate(value):
        here = f"{place}[{index}]"
        if not isinstance(one, dict):
            problems.wrong_type(here, "an object", "对象", one)
            continue
        for number, package in enumerate(_packages(one, here, problems)):
            dependency = _dependency(package, f"{here}.packages[{number}]", problems)
            if dependency is not None:
                found.append(dependency)
    if len(found) > MOST_PACKAGES:
        problems.add(place, f"has more than {MOST_PACKAGES} packages", f"依赖包超过 {MOST_PACKAGES} 个")
    return tuple(found)


def read_health(value: Any, place: str, problems: Problems) -> Health | None:
    """Return how the health of a model is asked for; None when nothing is said."""
    if value is None or value == {}:
        return None
    if not isinstance(value, dict):
        problems.wrong_type(place, "an object", "对象", value)
        return None
    method = _text(value.get("check_method"), f"{place}.check_method", problems, longest=16).upper() or CheckMethod.HTTP.value
    if method not in tuple(CheckMethod):
        problems.not_one_of(f"{place}.check_method", method, tuple(CheckMethod))
        method = CheckMethod.HTTP.value
    command = _text(value.get("command"), f"{place}.command", problems, longest=1024)
    if method == CheckMethod.EXEC and not command:
        problems.add(f"{place}.command", "is missing: EXEC needs the command to run", "缺失：EXEC 方式必须填写检查命令")
    url = _text(value.get("url"), f"{place}.url", problems, longest=255) or DEFAULT_HEALTH_URL
    _check_path(url, f"{place}.url", problems)
    protocol = _text(value.get("protocol"), f"{place}.protocol", problems, longest=16).lower() or "http"
    if protocol not in {"http", "https"}:
        problems.not_one_of(f"{place}.protocol", protocol, ("http", "https"))
    return Health(
        method=CheckMethod(method),
        url=url,
        command=tuple(command.split()),
        protocol=protocol,
        initial_delay_seconds=_number(value, "initial_delay_seconds", place, problems, least=0, default=0),
        timeout_seconds=_number(value, "timeout_seconds", place, problems, least=1, default=5),
        period_seconds=_number(value, "period_seconds", place, problems, least=1, default=10),
        failure_threshold=_number(value, "failure_threshold", place, problems, least=1, default=3),
    )


def _model_type(value: Any, problems: Problems) -> str:
    if value is None or value == "":
        problems.add(
            "model_type",
            f"is missing; possible: {', '.join(CONFIG_TYPES)}",
            f"缺失，可用的值：{', '.join(CONFIG_TYPES)}",
        )
        return ""
    text = _text(value, "model_type", problems, longest=64)
    found = next((kind for kind in CONFIG_TYPES if kind.lower() == text.lower()), None)
    if text and found is None:
        problems.not_one_of("model_type", text, CONFIG_TYPES)
    return found or ""


def _swr_location(value: Any, model_type: str, problems: Problems) -> str:
    text = _text(value, "swr_location", problems, longest=512)
    if text and model_type not in {ModelType.IMAGE, ModelType.CUSTOM, ""}:
        problems.add(
            "swr_location",
            f"is only for models of type Image, not {model_type}; remove it",
            f"仅用于 Image 类型的模型，{model_type} 类型请删除该字段",
        )
    return text


def _config_dependencies(value: Any, model_type: str, problems: Problems) -> tuple[Dependency, ...]:
    found = read_dependencies(value, "dependencies", problems)
    if found and model_type in _WITHOUT_DEPENDENCIES:
        problems.add(
            "dependencies",
            f"models of type {model_type} bring their own packages; install them when the image is built",
            f"{model_type} 类型的模型自带依赖，请在制作镜像时安装",
        )
    return found


def _api(value: dict[str, Any], place: str, problems: Problems) -> Api:
    url = _text(value.get("url"), f"{place}.url", problems, longest=255) or "/"
    _check_path(url, f"{place}.url", problems)
    method = _text(value.get("method"), f"{place}.method", problems, longest=16).upper() or "POST"
    if method not in METHODS:
        problems.not_one_of(f"{place}.method", method, METHODS)
    protocol = _text(value.get("protocol"), f"{place}.protocol", problems, longest=16).lower() or "http"
    if protocol not in PROTOCOLS:
        problems.not_one_of(f"{place}.protocol", protocol, PROTOCOLS)
    # The request to create a model puts schemas into `input_params` and `output_params`, beside one `content_type`.
    request_type, request = _side(value, "request", "input_params", place, problems)
    response_type, response = _side(value, "response", "output_params", place, problems)
    return Api(url, method, protocol, request_type, request, response_type, response)


def _side(value: dict[str, Any], name: str, other: str, place: str, problems: Problems) -> tuple[str, Any]:
    """Return content type and schema of one side of an exchange."""
    side, where = value.get(name), f"{place}.{name}"
    if side is None:
        side, where = {"data": value.get(other)}, f"{place}.{other}"
        if name == "request" and value.get("content_type") is not None:
            side["Content-type"] = value["content_type"]
    elif not isinstance(side, dict):
        problems.wrong_type(where, "an object", "对象", side)
        return JSON_TYPE, {}
    spelled = next((key for key in side if key.lower() in {"content-type", "content_type"}), None)
    media = _text(side.get(spelled) if spelled else None, f"{where}.{spelled}", problems, longest=200) or JSON_TYPE
    if not _MEDIA_TYPE.fullmatch(media):
        problems.add(
            f"{where}.{spelled}",
            f"{shown(media)} is no content type; usual are {JSON_TYPE} and multipart/form-data",
            f"{shown(media)} 不是内容类型，常用的值：{JSON_TYPE}、multipart/form-data",
        )
    if media.lower() == "applicaton/json":  # as samples of the guide misspell it
        media = JSON_TYPE
    data, data_place = side.get("data"), f"{where}.data" if value.get(name) is not None else where
    if isinstance(data, str) and data:
        data = _json_of(data, data_place, problems)
    if not data:
        return media, {}
    return media, read_schema(data, data_place, problems)


def _packages(value: dict[str, Any], place: str, problems: Problems) -> list[Any]:
    """Return what one installer is to install."""
    installer = value.get("installer")
    if installer is None:
        problems.add(f"{place}.installer", "is missing; possible: pip", "缺失，可用的值：pip")
    elif installer not in tuple(Installer):
        problems.not_one_of(f"{place}.installer", installer, tuple(Installer))
    packages = value.get("packages")
    if not isinstance(packages, list):
        problems.wrong_type(f"{place}.packages", "a list", "列表", packages)
        return []
    return packages[: MOST_PACKAGES + 1]


def _dependency(value: Any, place: str, problems: Problems) -> Dependency | None:
    if not isinstance(value, dict):
        problems.wrong_type(place, "an object", "对象", value)
        return None
    name = _text(value.get("package_name"), f"{place}.package_name", problems, longest=300)
    if not name:
        problems.add(f"{place}.package_name", "is missing", "缺失")
        return None
    if not _PACKAGE.fullmatch(name):
        problems.add(
            f"{place}.package_name",
            f"{shown(name)} is no name of a package: letters, digits, - _ . and extras in brackets",
            f"{shown(name)} 不是合法的包名：只能包含字母、数字、- _ .，以及方括号中的 extras",
        )
        return None
    version = _text(value.get("package_version"), f"{place}.package_version", problems, longest=64)
    if version and not _VERSION.fullmatch(version):
        problems.add(f"{place}.package_version", f"{shown(version)} is no version", f"{shown(version)} 不是合法的版本号")
        return None
    restraint = _restraint(value.get("restraint"), version, f"{place}.restraint", problems)
    return Dependency(name, version if restraint else "", restraint)


def _restraint(value: Any, version: str, place: str, problems: Problems) -> Restraint | None:
    word = _text(value, place, problems, longest=16).upper()
    if word and word not in tuple(Restraint):
        problems.not_one_of(place, word, tuple(Restraint))
        return None
    if version and not word:
        listed = ", ".join(Restraint)
        problems.add(place, f"is missing: a version needs one of {listed}", f"缺失：填写版本号时必须指定 {listed} 之一")
        return None
    return Restraint(word) if version else None


def _number(value: dict[str, Any], name: str, place: str, problems: Problems, *, least: int, default: int) -> int:
    """Return a whole number, also one that is written as a text."""
    given = value.get(name)
    if given is None or given == "":
        return default
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,10}", given.strip(), re.ASCII):
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= LARGEST_NUMBER:
        problems.add(
            f"{place}.{name}",
            f"{shown(given)} is not possible; whole numbers from {least} to {LARGEST_NUMBER} are",
            f"{shown(given)} 不可用，取值范围为 {least} 到 {LARGEST_NUMBER} 的整数",
        )
        return default
    return given


def _text(value: Any, place: str, problems: Problems, *, longest: int) -> str:
    """Return a text, the empty one for none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.wrong_type(place, "a text", "字符串", value)
        return ""
    text = value.strip()
    if len(text) > longest:
        problems.add(place, f"is longer than {longest} characters", f"超过 {longest} 个字符")
        return ""
    if not text.isprintable():
        problems.add(place, "contains control characters", "包含控制字符")
        return ""
    return text


def _check_path(url: str, place: str, problems: Problems) -> None:
    parts = url.split("/")[1:-1]
    if not _PATH.fullmatch(url) or any(part in {"", ".", ".."} for part in parts):
        problems.add(
            place,
            f"{shown(url)} is no path: it begins with / and has no empty parts",
            f"{shown(url)} 不是合法的路径，应以 / 开头",
        )


def _json_of(text: str, place: str, problems: Problems) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        problems.add(place, "is a text that is no JSON", "不是合法的 JSON 文本")
        return None


def _has_forbidden(text: str) -> bool:
    return bool(_CHINESE.search(text)) or any(character in _FORBIDDEN for character in text)
