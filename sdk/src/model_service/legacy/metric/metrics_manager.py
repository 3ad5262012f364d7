"""`MetricsManager`, which older inference code writes latencies to; there are none, so nothing is written."""

from __future__ import annotations

from typing import Any


class MetricsManager:
    """Older inference code looks a metric up and updates it if it is there."""

    metrics: dict[str, Any] = {}  # noqa: RUF012 - one for all, as the name is used
