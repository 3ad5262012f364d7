"""Lengths of time in the form that events and pages use."""


def spoken(seconds: int) -> str:
    """Return a length of time as `1h`, `1h30m`, `45s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{value}{unit}" for value, unit in ((hours, "h"), (minutes, "m"), (left, "s")) if value]
    return "".join(parts) or "0s"
