"""What may be asked of operators: from the template of a request to the steps of a run, and the heads of custom operators."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from modelyard.datasets.errors.processing import (
    OperatorFileInvalid,
    OperatorNeedsNetwork,
    OperatorNotFound,
    ProcessorInvalid,
)
from modelyard.datasets.rules.operators import OPERATORS, REFUSED, operators_of
from modelyard.datasets.types.processing import Operator, Parameter, ParameterType, Step, TemplateId

MOST_STEPS = 10
_LONGEST_TEXT = 1024
# Parameters that say of a request what we know from elsewhere: the type and form of the data, where it lies.
_IGNORED = frozenset({"task_type", "dataset_type", "checkpoint_path", "op_list", "manifest_path", "file_path", "is_normed"})
_TRUE, _FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})
_HEAD = re.compile(rb"^# /// operator[ \t]*\r?\n((?:#[^\n]*\n)+?)# ///[ \t]*\r?$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_MOST_PARAMETERS = 50


def steps_of(template_id: str, wanted: Sequence[tuple[str, Mapping[str, Any]]], *, field: str) -> list[Step]:
    """Return the steps that a template asks for, with all parameters in their types.

    wanted: names of operators with what was given for them. Raises ProcessorInvalid, OperatorNotFound, OperatorNeedsNetwork.
    """
    template = read_template(template_id, field=f"{field}.id")
    if not wanted and len(operators_of(template)) == 1:
        wanted = [(operators_of(template)[0].name, {})]
    if not 1 <= len(wanted) <= MOST_STEPS:
        raise _invalid(f"{field}.operator_params", f"1 to {MOST_STEPS} operators are needed", f"需要 1 至 {MOST_STEPS} 个算子")
    steps = []
    for index, (name, given) in enumerate(wanted):
        place = f"{field}.operator_params.{index}"
        operator = find_operator(template, name, field=f"{place}.name")
        is_custom = template is TemplateId.CUSTOM
        steps.append(Step(operator.name, operator.program, values_of(operator, given, field=f"{place}.params", more=is_custom)))
    if len(steps) > 1 and any(step.program in {"analysis", "custom"} for step in steps):
        raise _invalid(f"{field}.operator_params", "this template takes one operator", "该模板仅支持一个算子")
    return steps


def read_template(template_id: str, *, field: str) -> TemplateId:
    """Return a template by its id. Raises ProcessorInvalid."""
    try:
        return TemplateId(template_id)
    except ValueError:
        known = ", ".join(TemplateId)
        raise _invalid(field, f"must be one of {known}", f"必须是 {known} 之一") from None


def find_operator(template: TemplateId, name: str, *, field: str) -> Operator:
    """Return an operator by its name. Raises OperatorNotFound, OperatorNeedsNetwork."""
    if name in REFUSED:
        raise OperatorNeedsNetwork(field=field, value=name)
    operator = OPERATORS.get(name)
    if operator is None or operator.template is not template:
        known = ", ".join(one.name for one in operators_of(template))
        raise OperatorNotFound(field=field, value=name[:64], template=str(template), known=known)
    return operator


def values_of(operator: Operator, given: Mapping[str, Any], *, field: str, more: bool = False) -> dict[str, Any]:
    """Return the values of all parameters of an operator: those that were given, in their types, and the usual ones.

    more: others are kept as they are, to be judged when it is known what the operator takes. Raises ProcessorInvalid.
    """
    known = {one.name for one in operator.parameters} | {name for name, _ in operator.fixed} | _IGNORED
    unknown = sorted(set(given) - known)
    if unknown and not more:
        raise _invalid(f"{field}.{unknown[0][:64]}", "there is no such parameter", "没有此参数")
    values = {one.name: value_of(one, given.get(one.name), field=f"{field}.{one.name}") for one in operator.parameters}
    return values | {name: given[name] for name in unknown}


def value_of(parameter: Parameter, value: Any, *, field: str) -> Any:
    """Return a value in the type of its parameter; clients of the public API send numbers and switches as texts.

    Raises ProcessorInvalid.
    """
    if value is None or value == "":
        if parameter.required:
            raise _invalid(field, "is required", "不能为空")
        return parameter.default
    found = _READ[parameter.type](parameter, value, field)
    if isinstance(found, str) and (len(found) > _LONGEST_TEXT or any(ord(letter) < 32 for letter in found)):
        raise _invalid(field, f"must be a line of at most {_LONGEST_TEXT} characters", f"长度不能超过 {_LONGEST_TEXT} 个字符")
    return found


def read_head(content: bytes, *, field: str) -> Operator:
    """Return what a custom operator says at its head that it is and takes. Nothing of it is run, nor read as Python.

    The head is JSON in comments between `# /// operator` and `# ///`. Raises OperatorFileInvalid.
    """
    found = _HEAD.search(content)
    if found is None:
        raise _bad_file(
            field, "the head, JSON between '# /// operator' and '# ///', is missing", "缺少算子声明（# /// operator）"
        )
    text = b"\n".join(line.strip()[1:] for line in found[1].splitlines())
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _bad_file(field, f"the head is not JSON: {error}", f"算子声明不是合法的 JSON：{error}") from None
    entries = told.get("parameters", []) if isinstance(told, dict) else None
    if not isinstance(entries, list) or len(entries) > _MOST_PARAMETERS:
        problem = f"the head must be an object with at most {_MOST_PARAMETERS} parameters"
        raise _bad_file(field, problem, f"算子声明必须是对象，且参数不超过 {_MOST_PARAMETERS} 个")
    parameters = tuple(_declared(entry, f"{field}: parameters.{index}") for index, entry in enumerate(entries))
    if len({one.name for one in parameters}) < len(parameters):
        raise _bad_file(field, "two parameters have the same name", "存在重名的参数")
    said = [str(told.get(name) or "")[:256] for name in ("name", "description")]
    return Operator(said[0][:64] or "custom", TemplateId.CUSTOM, said[1], said[1], parameters, "custom")


def _declared(entry: Any, field: str) -> Parameter:
    """Return a parameter of a custom operator."""
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name == "path":
        raise _bad_file(f"{field}.name", "must be a name of letters, digits, _ and -", "必须由字母、数字、_ 和 - 组成")
    kind = entry.get("type", "text")
    if kind not in set(ParameterType):
        raise _bad_file(
            f"{field}.type", f"must be one of {', '.join(ParameterType)}", f"必须是 {', '.join(ParameterType)} 之一"
        )
    choices = entry.get("choices", [])
    if not isinstance(choices, list) or not all(isinstance(one, str) for one in choices):
        raise _bad_file(f"{field}.choices", "must be a list of texts", "必须是字符串列表")
    low, high = (_bound(entry.get(side), f"{field}.{side}") for side in ("min", "max"))
    text = str(entry.get("description") or "")[:256]
    parameter = Parameter(name, ParameterType(kind), None, text, text, low, high, tuple(choices), entry.get("required") is True)
    try:
        default = value_of(_optional(parameter), entry.get("default"), field=f"{field}.default")
    except ProcessorInvalid as error:
        raise OperatorFileInvalid(**error.params) from error
    return Parameter(name, parameter.type, default, text, text, low, high, parameter.choices, parameter.required)


def _optional(one: Parameter) -> Parameter:
    return Parameter(one.name, one.type, one.default, one.text, one.zh, one.low, one.high, one.choices)


def _bound(value: Any, field: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _bad_file(field, "must be a number", "必须是数字")
    return float(value)


def _read_number(parameter: Parameter, value: Any, field: str) -> float:
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise _invalid(field, "must be a number", "必须是数字")
    low = -math.inf if parameter.low is None else parameter.low
    high = math.inf if parameter.high is None else parameter.high
    if not low <= found <= high:
        raise _invalid(field, f"must be from {low:g} to {high:g}", f"取值范围为 {low:g} 至 {high:g}")
    return found


def _read_whole(parameter: Parameter, value: Any, field: str) -> int | str:
    if value == "auto" and parameter.default is None:
        return "auto"
    found = _read_number(parameter, value, field)
    if found != int(found) or abs(found) > 2**53:
        raise _invalid(field, "must be a whole number", "必须是整数")
    return int(found)


def _read_switch(_parameter: Parameter, value: Any, field: str) -> bool:
    text = str(value).lower()
    if text not in _TRUE | _FALSE:
        raise _invalid(field, "must be true or false", "必须是 true 或 false")
    return text in _TRUE


def _read_choice(parameter: Parameter, value: Any, field: str) -> str:
    if value not in parameter.choices:
        known = ", ".join(parameter.choices)
        raise _invalid(field, f"must be one of {known}", f"必须是 {known} 之一")
    return str(value)


def _read_text(_parameter: Parameter, value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise _invalid(field, "must be a text", "必须是字符串")
    return value


_READ = {
    ParameterType.INTEGER: _read_whole,
    ParameterType.NUMBER: _read_number,
    ParameterType.BOOLEAN: _read_switch,
    ParameterType.CHOICE: _read_choice,
    ParameterType.TEXT: _read_text,
    ParameterType.PATH: _read_text,
}


def _invalid(field: str, problem: str, problem_zh: str) -> ProcessorInvalid:
    return ProcessorInvalid(field=field, problem=problem, problem_zh=problem_zh)


def _bad_file(field: str, problem: str, problem_zh: str) -> OperatorFileInvalid:
    return OperatorFileInvalid(field=field, problem=problem, problem_zh=problem_zh)
