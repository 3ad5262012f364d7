"""Curves: averages, rates, and thinning that keeps every peak."""

from hypothesis import given
from hypothesis import strategies as st

from modelyard.compute.types import DeviceKind, Sample
from modelyard.training.rules import curves
from modelyard.training.types.logs import Metric


def sample(at_ms: int, **values: object) -> Sample:
    known = {"cpu_percent": 0.0, "memory_percent": 0.0, "memory_bytes": 0, "disk_bytes": 0, **values}
    return Sample(at_ms=at_ms, **known)  # type: ignore[arg-type]


class TestPointsOf:
    def test_what_a_sample_says_itself(self) -> None:
        samples = [sample(1, cpu_percent=5.0, memory_percent=6.0, memory_bytes=7, disk_bytes=8)]

        found = {metric: curves.points_of(samples, metric, None) for metric in Metric}

        assert found[Metric.CPU_USAGE] == [(1, 5.0)]
        assert found[Metric.MEM_USAGE] == [(1, 6.0)]
        assert found[Metric.MEM_BYTES] == [(1, 7.0)]
        assert found[Metric.DISK_BYTES] == [(1, 8.0)]
        assert found[Metric.GPU_UTIL] == []

    def test_counters_become_rates_and_begin_anew_where_they_fall(self) -> None:
        samples = [sample(at, read_bytes=count) for at, count in ((0, 0), (500, 100), (500, 120), (1000, 20), (2000, 120))]

        assert curves.points_of(samples, Metric.READ_RATE, None) == [(500, 200.0), (2000, 100.0)]
        assert curves.points_of(samples, Metric.WRITE_RATE, None) == [(500, 0.0), (1000, 0.0), (2000, 0.0)]

    def test_the_mean_of_all_cards_or_one_of_them(self) -> None:
        samples = [sample(1, devices=((10.0, 1.0), (30.0, 3.0))), sample(2)]

        assert curves.points_of(samples, Metric.GPU_UTIL, DeviceKind.GPU) == [(1, 20.0)]
        assert curves.points_of(samples, Metric.GPU_MEM_USAGE, DeviceKind.GPU, 1) == [(1, 3.0)]
        assert curves.points_of(samples, Metric.NPU_UTIL, DeviceKind.GPU) == []


class TestMinuteAverages:
    def test_each_minute_has_its_mean_and_silent_ones_minus_one(self) -> None:
        points = [(0, 1.0), (59_999, 2.0), (120_000, 5.0), (999_999, 9.0), (-1, 9.0)]

        assert curves.minute_averages(points, 0, 150_000) == [1.5, -1.0, 5.0]

    def test_before_the_start_there_is_nothing(self) -> None:
        assert curves.minute_averages([], 100, 0) == []


class TestThin:
    def test_few_points_stay_as_they_are(self) -> None:
        assert curves.thin([(1, 1.0), (2, 2.0)], 4) == [(1, 1.0), (2, 2.0)]

    def test_a_short_spike_is_never_lost(self) -> None:
        points = [(at, 100.0 if at == 777 else -5.0 if at == 778 else 1.0) for at in range(10_000)]

        thinned = curves.thin(points, 50)

        assert (777, 100.0) in thinned
        assert (778, -5.0) in thinned
        assert len(thinned) <= 50

    def test_spans_in_which_nothing_was_measured_are_passed_over(self) -> None:
        points = [(0, 1.0), *((900 + at, float(at % 7)) for at in range(100)), (2000, 1.0)]

        assert len(curves.thin(points, 12)) <= 12

    def test_points_of_one_moment_do_not_disturb(self) -> None:
        assert len(curves.thin([(5, float(value)) for value in range(100)], 10)) <= 10

    @given(
        st.lists(st.tuples(st.integers(0, 10**6), st.floats(-1e6, 1e6)), max_size=300).map(sorted),
        st.integers(4, 60),
    )
    def test_never_too_many_always_in_order_with_both_ends(self, points: list[tuple[int, float]], most: int) -> None:
        thinned = curves.thin(points, most)

        assert len(thinned) <= most
        assert thinned == sorted(thinned, key=lambda point: point[0])
        assert [*thinned[:1], *thinned[-1:]] == [*points[:1], *points[-1:]]
        if points:
            assert max(value for _, value in thinned) == max(value for _, value in points)
