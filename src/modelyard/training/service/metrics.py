"""What was measured of the tasks of a job: the published averages of minutes, and curves of their whole life."""

from collections.abc import Sequence

from modelyard.compute.types import DeviceKind, Resources, Sample
from modelyard.training.rules import curves
from modelyard.training.schemas.metrics import Curve, JobMetrics, MetricObject
from modelyard.training.types.logs import Metric

_UNITS = {Metric.MEM_BYTES: "byte", Metric.DISK_BYTES: "byte", Metric.READ_RATE: "byte/s", Metric.WRITE_RATE: "byte/s"}
_PERCENT = "percent"


def device_kind(resources: Resources) -> DeviceKind | None:
    """Return the kind of accelerators that a task has."""
    return DeviceKind.GPU if resources.gpus else DeviceKind.NPU if resources.npus else None


def averages(samples: Sequence[Sample], devices: DeviceKind | None, start_ms: int, end_ms: int) -> JobMetrics:
    """Return the published metrics of a task for each minute of its life; -1 where nothing was measured."""
    return JobMetrics(
        metrics=[
            MetricObject(
                metric=metric, value=curves.minute_averages(curves.points_of(samples, metric, devices), start_ms, end_ms)
            )
            for metric in curves.PUBLISHED
        ]
    )


def curves_of(samples: Sequence[Sample], devices: DeviceKind | None, most: int, *, per_card: bool) -> list[Curve]:
    """Return all curves of a task with at most `most` points each; for each card, too, where that is wanted."""
    found: list[Curve] = []
    cards = max((len(sample.devices) for sample in samples), default=0)
    for metric in Metric:
        wanted: list[int | None] = [None]
        if per_card and metric in curves.OF_DEVICES:
            wanted += range(cards)
        for card in wanted:
            points = curves.points_of(samples, metric, devices, card)
            if points:
                kept = curves.thin(points, most)
                found.append(
                    Curve(
                        metric=metric,
                        unit=_UNITS.get(metric, _PERCENT),
                        card=card,
                        times=[at for at, _ in kept],
                        values=[round(value, 3) for _, value in kept],
                    )
                )
    return found
