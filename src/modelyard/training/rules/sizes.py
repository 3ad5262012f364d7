"""Sizes as people read them."""

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def spoken_bytes(count: int) -> str:
    """Return a number of bytes in the largest unit of which there is at least one, for example `1.5 GiB`."""
    unit = min(max(count, 1).bit_length() - 1, 10 * (len(_UNITS) - 1)) // 10
    return f"{count} {_UNITS[0]}" if unit == 0 else f"{count / 2 ** (10 * unit):.1f} {_UNITS[unit]}"
