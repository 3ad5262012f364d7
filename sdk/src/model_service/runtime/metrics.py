"""Counters of one replica, in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from typing import Iterable

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 40.0)
_SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


class Histogram:
    """How often a value fell below each bound."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def lines(self, name: str) -> Iterable[str]:
        """Yield the lines that Prometheus reads."""
        count = 0
        for bound, number in zip((*self.bounds, "+Inf"), self.counts):
            count += number
            yield f'{name}_bucket{{le="{bound}"}} {count}'
        yield f"{name}_sum {self.total:.6f}"
        yield f"{name}_count {count}"


class Metrics:
    """What happened since the start; used by the thread of the event loop alone."""

    def __init__(self) -> None:
        self.answers: dict[int, int] = {}
        self.latency = Histogram(_SECONDS)
        self.model = Histogram(_SECONDS)
        self.batches = Histogram(_SIZES)
        self.timeouts = 0
        self.streams = 0
        self.messages_in = 0
        self.messages_out = 0

    def answered(self, status: int, seconds: float) -> None:
        """Count one request for a prediction."""
        self.answers[status] = self.answers.get(status, 0) + 1
        self.latency.add(seconds)

    def text(self, gauges: dict[str, float]) -> str:
        """Return everything; gauges are values of this moment."""
        lines = ["# TYPE model_service_requests_total counter"]
        lines += [f'model_service_requests_total{{status="{status}"}} {n}' for status, n in sorted(self.answers.items())]
        for name, histogram in (
            ("model_service_request_seconds", self.latency),
            ("model_service_model_seconds", self.model),
            ("model_service_batch_requests", self.batches),
        ):
            lines += [f"# TYPE {name} histogram", *histogram.lines(name)]
        for name, value in (
            ("timeouts", self.timeouts),
            ("streams", self.streams),
            ("websocket_messages_received", self.messages_in),
            ("websocket_messages_sent", self.messages_out),
        ):
            lines += [f"# TYPE model_service_{name}_total counter", f"model_service_{name}_total {value}"]
        for name, amount in gauges.items():
            lines += [f"# TYPE model_service_{name} gauge", f"model_service_{name} {amount:g}"]
        return "\n".join(lines) + "\n"
