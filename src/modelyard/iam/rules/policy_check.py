"""Whether a policy document may be kept: the limits of the language, and what is wrong where.

Source: the limits of custom policies in the public IAM reference.
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from modelyard.iam.errors.policies import (
    ActionMalformed,
    ActionsNotList,
    ActionTooLong,
    ActionWithNotAction,
    ConditionCountWrong,
    ConditionKeyWrong,
    ConditionOperatorWrong,
    ConditionValueCountWrong,
    ConditionValueLengthWrong,
    ConditionValuesNotList,
    ConditionValueWrong,
    EffectWrong,
    PolicyKeyUnknown,
    PolicyMissing,
    PolicyTooLong,
    PolicyVersionWrong,
    ResourceCountWrong,
    ResourceEmpty,
    ResourceMalformed,
    ResourceTooLong,
    StatementCountWrong,
    StatementsNotList,
    TooManyActions,
)
from modelyard.iam.rules.conditions import as_moment, find_operator, is_network

MOST_CHARACTERS = 6144
MOST_STATEMENTS = 8
MOST_ACTIONS = 100
LONGEST_ACTION = 128
MOST_RESOURCES = 10
LONGEST_RESOURCE = 1500
MOST_CONDITIONS = 10
MOST_VALUES = 10
LONGEST_VALUE = 1024

_DOCUMENT_KEYS = frozenset({"Version", "Statement", "Depends"})
_STATEMENT_KEYS = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "Condition"})
_ACTION = re.compile(r"\*|[A-Za-z0-9_*?-]+:[A-Za-z0-9_*?-]*(:[A-Za-z0-9_*?-]+)?")
_RESOURCE = re.compile(r"\*|[A-Za-z0-9_*?-]+:[^:]*:[^:]*:[^:]+:.+", re.DOTALL)
_RESOURCE_SHORT = re.compile(r"[A-Za-z0-9_*?-]+(:[A-Za-z0-9_*?-]*){0,3}")
_CONDITION_KEY = re.compile(r"[A-Za-z0-9_-]+:[A-Za-z0-9_./-]{1,100}")
_VARIABLE = re.compile(r"\$\{[^}]*\}")


def check_policy(document: Any, place: str = "policy", *, versions: tuple[str, ...] = ("1.1",)) -> None:
    """Return if a policy document may be kept.

    place: how the document is called in the request, for the message.
    Raises a subclass of PolicyInvalid that says what is wrong, and where, for the first problem found.
    """
    if not isinstance(document, Mapping):
        raise PolicyMissing(field=place, problem="must be an object with Version and Statement")
    _check_size(document, place)
    _check_keys(document, _DOCUMENT_KEYS, place)
    version = document.get("Version")
    if version not in versions:
        raise PolicyVersionWrong(field=f"{place}.Version", problem=f"must be {' or '.join(versions)}")
    statements = document.get("Statement")
    if not isinstance(statements, list):
        raise StatementsNotList(field=f"{place}.Statement", problem="must be a list")
    if not 1 <= len(statements) <= MOST_STATEMENTS:
        raise StatementCountWrong(field=f"{place}.Statement", problem=f"must have 1 to {MOST_STATEMENTS} entries")
    for index, statement in enumerate(statements):
        _check_statement(statement, f"{place}.Statement[{index}]")


def _check_size(document: Mapping[str, Any], place: str) -> None:
    try:
        size = len(orjson.dumps(document).decode())
    except (TypeError, orjson.JSONEncodeError) as error:
        raise PolicyMissing(field=place, problem="must be plain JSON in valid Unicode") from error
    if size > MOST_CHARACTERS:
        raise PolicyTooLong(field=place, problem=f"has {size} characters, the most is {MOST_CHARACTERS}")


def _check_keys(part: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    for key in part:
        if key not in known:
            raise PolicyKeyUnknown(field=f"{place}.{key[:64]}", problem=f"is unknown; known are {', '.join(sorted(known))}")


def _check_statement(statement: Any, place: str) -> None:
    if not isinstance(statement, Mapping):
        raise StatementsNotList(field=place, problem="must be an object")
    _check_keys(statement, _STATEMENT_KEYS, place)
    effect = statement.get("Effect")
    if not isinstance(effect, str) or effect.lower() not in {"allow", "deny"}:
        raise EffectWrong(field=f"{place}.Effect", problem="must be Allow or Deny")
    if "Action" in statement and "NotAction" in statement:
        raise ActionWithNotAction(field=place, problem="Action and NotAction exclude each other")
    name = "NotAction" if "NotAction" in statement else "Action"
    _check_actions(statement.get(name), f"{place}.{name}")
    if "Resource" in statement:
        _check_resources(statement["Resource"], f"{place}.Resource")
    if "Condition" in statement:
        _check_conditions(statement["Condition"], f"{place}.Condition")


def _check_actions(actions: Any, place: str) -> None:
    if not isinstance(actions, list) or not actions:
        raise ActionsNotList(field=place, problem="must be a list with at least one action")
    if len(actions) > MOST_ACTIONS:
        raise TooManyActions(field=place, problem=f"has {len(actions)} actions, the most is {MOST_ACTIONS}")
    for index, action in enumerate(actions):
        here = f"{place}[{index}]"
        if not isinstance(action, str):
            raise ActionMalformed(field=here, problem="must be a text such as modelarts:trainJob:create")
        if len(action) > LONGEST_ACTION:
            raise ActionTooLong(field=here, problem=f"has {len(action)} characters, the most is {LONGEST_ACTION}")
        if not _ACTION.fullmatch(action):
            raise ActionMalformed(field=here, problem="must look like modelarts:trainJob:create; * stands for any characters")


def _check_resources(resources: Any, place: str) -> None:
    if isinstance(resources, Mapping):
        place, resources = f"{place}.uri", resources.get("uri")
    if not isinstance(resources, list) or not 1 <= len(resources) <= MOST_RESOURCES:
        raise ResourceCountWrong(field=place, problem=f"must be a list of 1 to {MOST_RESOURCES} resources")
    for index, resource in enumerate(resources):
        here = f"{place}[{index}]"
        if not isinstance(resource, str) or not resource:
            raise ResourceEmpty(field=here, problem="must be a text such as obs:*:*:object:bucket/prefix*")
        if len(resource) > LONGEST_RESOURCE:
            raise ResourceTooLong(field=here, problem=f"has {len(resource)} characters, the most is {LONGEST_RESOURCE}")
        plain = _VARIABLE.sub("x", resource)
        if "\0" in resource or not (_RESOURCE.fullmatch(plain) or _RESOURCE_SHORT.fullmatch(plain)):
            raise ResourceMalformed(field=here, problem="must look like service:region:account:type:path")


def _check_conditions(conditions: Any, place: str) -> None:
    count = (
        sum(len(keys) if isinstance(keys, Mapping) else 1 for keys in conditions.values())
        if isinstance(conditions, Mapping)
        else 0
    )
    if not 1 <= count <= MOST_CONDITIONS:
        raise ConditionCountWrong(field=place, problem=f"must be an object with 1 to {MOST_CONDITIONS} conditions")
    for name, keys in conditions.items():
        operator = find_operator(name)
        if operator is None:
            raise ConditionOperatorWrong(field=f"{place}.{name[:64]}", problem="there is no such operator")
        if not isinstance(keys, Mapping) or not keys:
            raise ConditionKeyWrong(field=f"{place}.{name}", problem="must be an object of condition keys")
        for key, values in keys.items():
            if not _CONDITION_KEY.fullmatch(key):
                raise ConditionKeyWrong(field=f"{place}.{name}.{key[:64]}", problem="must look like g:UserName")
            _check_values(name, values, f"{place}.{name}.{key}")


def _check_values(operator: str, values: Any, place: str) -> None:
    if not isinstance(values, list):
        raise ConditionValuesNotList(field=place, problem="must be a list")
    if not 1 <= len(values) <= MOST_VALUES:
        raise ConditionValueCountWrong(field=place, problem=f"must have 1 to {MOST_VALUES} values")
    for index, value in enumerate(values):
        here = f"{place}[{index}]"
        if not isinstance(value, str | int | float | bool):
            raise ConditionValueWrong(field=here, problem="must be a text, a number or a truth value")
        text = str(value)
        if not 1 <= len(text) <= LONGEST_VALUE:
            raise ConditionValueLengthWrong(field=here, problem=f"must have 1 to {LONGEST_VALUE} characters")
        problem = _misfit(operator.lower(), text)
        if problem:
            raise ConditionValueWrong(field=here, problem=problem)


def _misfit(operator: str, value: str) -> str | None:
    """Return why a value can never satisfy its operator, or None when it can."""
    base = operator.rpartition(":")[2].removesuffix("ifexists")
    if base in {"bool", "null", "isnullorempty"}:
        return None if value.lower() in {"true", "false"} else "must be true or false"
    if base.startswith("num"):
        return None if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", value) else "must be a number"
    if base.startswith("date"):
        return None if as_moment(value) else "must be a time such as 2026-01-02T03:04:05Z"
    if base.endswith("ipaddress"):
        return None if is_network(value) else "must be an address or a network such as 10.0.0.0/8"
    return None
