"""Conditions of the policy language: `{operator: {key: [value, ...]}}`.

Operators and keys must all hold; among the values of one key one is enough, for a negated operator none may match.
A key that the request does not carry makes an operator false, a negated one true, and one with `IfExists` true.
`ForAnyValue:` and `ForAllValues:` say how a key with several values in the request counts.
"""

import ipaddress
import operator as compare
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from modelyard.iam.rules.patterns import Context, Pattern, compile_pattern

ANY_VALUE, ALL_VALUES = "ForAnyValue:", "ForAllValues:"
IF_EXISTS = "IfExists"

# What one value of the request is compared with: the value as the policy has it, made ready once.
Test = Callable[[str, Context], bool]


@dataclass(frozen=True)
class Operator:
    """An operator as it was written, taken apart."""

    make_test: Callable[[str], Test]
    negated: bool = False
    if_exists: bool = False
    quantifier: str = ""
    about_presence: str = ""


@dataclass(frozen=True)
class Condition:
    """One operator on one key."""

    operator: Operator
    key: str
    tests: tuple[Test, ...]
    wants_absent: bool = False

    def holds(self, context: Context) -> bool:
        """Return whether the condition holds for a request."""
        values = context.get(self.key)
        if self.operator.about_presence:
            empty = not values or (self.operator.about_presence == "empty" and not any(values))
            return empty == self.wants_absent
        if not values:
            return self.operator.negated or self.operator.if_exists or self.operator.quantifier == ALL_VALUES
        outcomes = (any(test(value, context) for test in self.tests) != self.operator.negated for value in values)
        if self.operator.quantifier == ALL_VALUES or (self.operator.negated and self.operator.quantifier != ANY_VALUE):
            return all(outcomes)
        return any(outcomes)


def find_operator(name: str) -> Operator | None:
    """Return the operator with this name, or None when there is none."""
    quantifier = next((prefix for prefix in (ANY_VALUE, ALL_VALUES) if name.lower().startswith(prefix.lower())), "")
    rest = name[len(quantifier) :]
    if_exists = rest.lower().endswith(IF_EXISTS.lower())
    base = rest[: -len(IF_EXISTS)] if if_exists else rest
    known = _OPERATORS.get(base.lower())
    if known is None:
        return None
    return Operator(known.make_test, known.negated, if_exists, quantifier, known.about_presence)


def compile_conditions(document: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Make the conditions of a valid statement ready. Raises ValueError for an operator that does not exist."""
    return tuple(compile_condition(name, key, values) for name, keys in document.items() for key, values in keys.items())


def compile_condition(name: str, key: str, values: Sequence[Any] | Any) -> Condition:
    """Make one condition ready. Raises ValueError for an operator that does not exist."""
    operator = find_operator(name)
    if operator is None:
        raise ValueError(f"there is no operator {name}")
    texts = [_text(value) for value in (values if isinstance(values, list) else [values])]
    if operator.about_presence:
        return Condition(operator, key.lower(), (), wants_absent="true" in [text.lower() for text in texts])
    return Condition(operator, key.lower(), tuple(operator.make_test(text) for text in texts))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _equals(wanted: str) -> Test:
    pattern = _exactly(wanted)
    return pattern.matches


def _equals_ignoring_case(wanted: str) -> Test:
    pattern = _exactly(wanted.lower())
    return lambda value, context: pattern.matches(value.lower(), _lowered(context))


def _like(wanted: str) -> Test:
    return compile_pattern(wanted).matches


def _like_ignoring_case(wanted: str) -> Test:
    pattern = compile_pattern(wanted.lower())
    return lambda value, context: pattern.matches(value.lower(), _lowered(context))


def _starts(wanted: str) -> Test:
    return compile_pattern(_escape(wanted) + "*").matches


def _starts_ignoring_case(wanted: str) -> Test:
    return _like_ignoring_case(_escape(wanted) + "*")


def _ends(wanted: str) -> Test:
    return compile_pattern("*" + _escape(wanted)).matches


def _ends_ignoring_case(wanted: str) -> Test:
    return _like_ignoring_case("*" + _escape(wanted))


def _bool(wanted: str) -> Test:
    return lambda value, _: value.lower() == wanted.lower()


def _number(relation: Callable[[float, float], bool]) -> Callable[[str], Test]:
    def make(wanted: str) -> Test:
        right = _as_number(wanted)

        def test(value: str, _: Context) -> bool:
            left = _as_number(value)
            return left is not None and right is not None and relation(left, right)

        return test

    return make


def _date(relation: Callable[[datetime, datetime], bool]) -> Callable[[str], Test]:
    def make(wanted: str) -> Test:
        right = as_moment(wanted)

        def test(value: str, _: Context) -> bool:
            left = as_moment(value)
            return left is not None and right is not None and relation(left, right)

        return test

    return make


def _address(wanted: str) -> Test:
    try:
        network = ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return lambda _value, _context: False

    def test(value: str, _: Context) -> bool:
        try:
            address = ipaddress.ip_address(value)
        except ValueError:
            return False
        return address in network

    return test


def is_network(text: str) -> bool:
    """Return whether the text is an address or a network such as `10.0.0.0/8`."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def as_moment(text: str) -> datetime | None:
    """Read `2026-01-02T03:04:05Z` (or with an offset), or seconds since the epoch; None when it is neither."""
    seconds = _as_number(text)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, timezone.utc)
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _exactly(wanted: str) -> Pattern:
    return compile_pattern(_escape(wanted))


def _escape(wanted: str) -> str:
    """Make wildcards literal, but keep variables."""
    kept = wanted.replace("${*}", "*").replace("${?}", "?")
    return kept.replace("*", "${*}").replace("?", "${?}")


def _lowered(context: Context) -> Context:
    return {key: [value.lower() for value in values] for key, values in context.items()}


def _presence(_wanted: str) -> Test:
    raise AssertionError  # pragma: no cover - presence is decided by the condition, never by a value


_POSITIVE: dict[str, Callable[[str], Test]] = {
    "StringEquals": _equals,
    "StringEqualsIgnoreCase": _equals_ignoring_case,
    "StringLike": _like,
    "StringLikeIgnoreCase": _like_ignoring_case,
    "StringMatch": _like,
    "StringStartWith": _starts,
    "StringStartWithIgnoreCase": _starts_ignoring_case,
    "StringEndWith": _ends,
    "StringEndWithIgnoreCase": _ends_ignoring_case,
    "NumberEquals": _number(compare.eq),
    "NumberLessThan": _number(compare.lt),
    "NumberLessThanEquals": _number(compare.le),
    "NumberGreaterThan": _number(compare.gt),
    "NumberGreaterThanEquals": _number(compare.ge),
    "DateEquals": _date(compare.eq),
    "DateLessThan": _date(compare.lt),
    "DateLessThanEquals": _date(compare.le),
    "DateGreaterThan": _date(compare.gt),
    "DateGreaterThanEquals": _date(compare.ge),
    "IpAddress": _address,
}
# Each can be negated, and the number operators have a second spelling.
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "StringNotLikeIgnoreCase": "StringLikeIgnoreCase",
    "StringNotMatch": "StringMatch",
    "StringNotStartWith": "StringStartWith",
    "StringNotStartWithIgnoreCase": "StringStartWithIgnoreCase",
    "StringNotEndWith": "StringEndWith",
    "StringNotEndWithIgnoreCase": "StringEndWithIgnoreCase",
    "NumberNotEquals": "NumberEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}


def _all_operators() -> dict[str, Operator]:
    operators = {name: Operator(make) for name, make in _POSITIVE.items()}
    operators |= {name: Operator(_POSITIVE[positive], negated=True) for name, positive in _NEGATED.items()}
    operators |= {name.replace("Number", "Numeric"): found for name, found in operators.items() if name.startswith("Number")}
    operators |= {"Bool": Operator(_bool)}
    operators |= {
        "Null": Operator(_presence, about_presence="null"),
        "IsNullOrEmpty": Operator(_presence, about_presence="empty"),
    }
    return operators


OPERATOR_NAMES = tuple(_all_operators())
_OPERATORS = {name.lower(): operator for name, operator in _all_operators().items()}
