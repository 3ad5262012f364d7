"""What is measured and found among samples, against values that were computed by hand."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules import box_metrics, columns, grouping, histograms, learning, likeness, pixels, suspects, waves
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.box_metrics import Box
from modelyard.datasets.rules.columns import Measured
from modelyard.datasets.rules.geometry import Shape
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind, ShapeKind
from modelyard.datasets.types.insight import Metric


def plane(*rows: list[int]) -> pixels.Plane:
    return np.array(rows, np.uint8)


class TestPixels:
    def test_brightness_is_the_mean_of_grey(self) -> None:
        assert pixels.brightness(plane([0, 100], [200, 255])) == 138.75
        assert pixels.brightness(np.empty((0, 0), np.uint8)) == 0

    def test_saturation_is_that_of_hsv_and_black_has_none(self) -> None:
        # 100 of 200, black, grey, 20 of 80.
        red, green, blue = plane([200, 0], [90, 60]), plane([100, 0], [90, 80]), plane([150, 0], [90, 70])

        assert pixels.saturation(red, green, blue) == pytest.approx((0.5 + 0 + 0 + 0.25) / 4)

    def test_clarity_is_the_variance_of_the_laplacian(self) -> None:
        # The two inner pixels give 4 * 10 - 0 = 40 and 4 * 0 - 10 = -10: their variance is 25 squared.
        grey = plane([0, 0, 0, 0], [0, 10, 0, 0], [0, 0, 0, 0])

        assert pixels.clarity(grey) == pytest.approx(625)
        assert pixels.clarity(plane([1, 2], [3, 4])) == 0
        assert pixels.clarity(np.full((9, 9), 77, np.uint8)) == 0

    def test_colorfulness_is_that_of_hasler_and_suesstrunk(self) -> None:
        # red - green: 255, -255 (mean 0, deviation 255); (red + green) / 2 - blue: 127.5 twice (deviation 0).
        found = pixels.colorfulness(plane([255, 0]), plane([0, 255]), plane([0, 0]))

        assert found == pytest.approx(255 + 0.3 * 127.5)
        grey = plane([3, 99])
        assert pixels.colorfulness(grey, grey, grey) == 0

    def test_all_measures_come_together(self) -> None:
        grey = plane([9, 9], [9, 9])

        assert pixels.measures(grey, grey, grey, grey) == (9, 0, 0, 0)

    def test_a_descriptor_has_its_length_and_tells_colours_and_edges_apart(self) -> None:
        red = np.zeros((64, 64, 3), np.uint8)
        red[..., 0] = 200
        blue = red[..., ::-1]
        across, down = red.copy(), red.copy()
        across[::8], down[:, ::8] = 255, 255

        found = [pixels.descriptor(each) for each in (red, blue, across, down)]

        assert {len(each) for each in found} == {pixels.DESCRIPTOR_LENGTH}
        assert all(np.isfinite(each).all() for each in found)
        assert np.linalg.norm(found[0] - found[1]) > 0.5
        assert np.linalg.norm(found[2] - found[3]) > 0.5
        assert np.linalg.norm(found[2] - pixels.descriptor(np.clip(across.astype(int) + 2, 0, 255).astype(np.uint8))) < 0.1

    def test_a_hash_does_not_mind_light(self) -> None:
        grey = np.random.default_rng(1).integers(0, 200, (32, 32), dtype=np.uint8)

        first = pixels.perceptual_hash(grey)

        assert first == pixels.perceptual_hash(grey + 40)
        assert 0 < first < 2**64
        assert (first ^ pixels.perceptual_hash(grey[::-1])).bit_count() > 16


class TestBoxes:
    def test_every_shape_with_an_area_counts_by_its_box(self) -> None:
        shapes = [
            Shape(ShapeKind.BOX, ((1, 2), (5, 9))),
            Shape(ShapeKind.CIRCLE, ((10, 10),), 3),
            Shape(ShapeKind.POLYGON, ((0, 0), (4, 0), (4, 8))),
            Shape(ShapeKind.POLYGON, ((0, 3), (4, 3), (8, 3))),
            Shape(ShapeKind.LINE, ((0, 0), (9, 9))),
        ]
        said = [Annotation(Kind.SHAPE, shape=each) for each in shapes] + [Annotation(Kind.CLASS, "a")]

        assert box_metrics.boxes_of(said) == [(1, 2, 5, 9), (7, 7, 13, 13), (0, 0, 4, 8)]

    def test_ratios(self) -> None:
        box = Box(10, 20, 30, 60)

        assert box_metrics.aspect_ratio(box) == 2
        assert box_metrics.area_ratio(box, 100, 80) == 0.1

    def test_the_deviation_of_areas(self) -> None:
        # Shares of 0.04 and 0.16: the mean is 0.1, both are 0.06 away.
        boxes = [Box(0, 0, 20, 20), Box(0, 0, 40, 40)]

        assert box_metrics.area_deviation(boxes, 100, 100) == pytest.approx(0.06)
        assert box_metrics.area_deviation(boxes[:1], 100, 100) == 0
        assert box_metrics.area_deviation([], 100, 100) == 0

    @pytest.mark.parametrize(
        ("box", "expected"),
        [
            (Box(40, 20, 60, 30), 0.0),  # in the middle
            (Box(70, 20, 80, 30), 0.5),  # half way to the right: 25 of 50
            (Box(45, 45, 55, 50), 0.9),  # straight down: 22.5 of 25
            # 30 right and 10 down of 50 and 25: the ray leaves at the right, sqrt(1000) of sqrt(2500 + 277.7)
            (Box(75, 30, 85, 40), math.hypot(30, 10) / math.hypot(50, 50 / 3)),
        ],
    )
    def test_marginalization_is_the_share_of_the_way_to_the_border(self, box: Box, expected: float) -> None:
        assert box_metrics.marginalization(box, 100, 50) == pytest.approx(expected)

    def test_overlap_counts_what_several_cover_once(self) -> None:
        box = Box(0, 0, 10, 10)

        assert box_metrics.overlap(box, []) == 0
        assert box_metrics.overlap(box, [Box(10, 0, 20, 10)]) == 0
        assert box_metrics.overlap(box, [Box(5, 0, 20, 10)]) == 0.5
        assert box_metrics.overlap(box, [Box(5, 0, 20, 10), Box(0, 5, 10, 10)]) == 0.75
        assert box_metrics.overlap(box, [Box(2, 2, 4, 4), Box(2, 6, 4, 8), Box(2, 3, 4, 7)]) == pytest.approx(0.12)
        assert box_metrics.overlap(box, [Box(-5, -5, 50, 50)]) == 1
        assert box_metrics.overlaps([box, Box(0, 0, 5, 10)]) == [0.5, 1]

    @given(st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=6))
    def test_overlap_is_what_counting_pixels_says(self, corners: list[tuple[int, int, int, int]]) -> None:
        boxes = [Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
        grid = np.zeros((12, 12), bool)
        for each in boxes:
            grid[int(each.top) : int(each.bottom), int(each.left) : int(each.right)] = True

        assert box_metrics.overlap(Box(2, 3, 9, 8), boxes) == pytest.approx(grid[3:8, 2:9].mean())


class TestHistograms:
    def test_figures_are_those_of_the_values_that_are_numbers(self) -> None:
        found = histograms.summary([4, 1, math.nan, 7, math.inf])

        assert found is not None
        assert tuple(found) == pytest.approx((3, 1, 7, 4, math.sqrt(6), 4))
        other = histograms.summary([1, 2, 5, 9])
        assert other is not None
        assert tuple(other) == pytest.approx((4, 1, 9, 4.25, 3.11247, 3.5), abs=1e-4)
        assert histograms.summary([math.nan]) is None

    def test_measures_with_ends_always_have_the_same_bars(self) -> None:
        ends = histograms.edges(Metric.SATURATION, [[0.3, 0.31]])

        assert len(ends) == 21
        assert (ends[0], ends[1], ends[-1]) == (0, 0.05, 1)

    def test_counts_have_a_bar_each_while_they_are_few(self) -> None:
        assert histograms.edges(Metric.BOX_COUNT, [[0, 3], [1]]) == [0, 1, 2, 3, 4]
        assert len(histograms.edges(Metric.BOX_COUNT, [[0, 400]])) < 25

    def test_others_get_round_steps_that_hold_all_values(self) -> None:
        assert histograms.edges(Metric.CLARITY, [[3, 97]])[:3] == [0, 5, 10]
        assert histograms.edges(Metric.CLARITY, [[3, 97]])[-1] == 100
        assert histograms.edges(Metric.RESOLUTION, [[307200, 307200]])[0] <= 307200
        assert histograms.edges(Metric.CLARITY, [[], [math.nan]]) == []

    def test_a_value_at_an_end_is_in_the_bar_that_begins_there(self) -> None:
        assert histograms.counted([0, 1, 1.5, 2, 3, math.nan], [0, 1, 2, 3]) == [1, 2, 2]
        assert histograms.counted([-5, 99], [0, 1, 2]) == [1, 1]
        assert histograms.counted([1], []) == []

    @given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50), st.sampled_from(sorted(Metric)))
    def test_every_value_is_in_one_bar(self, values: list[float], metric: Metric) -> None:
        positive = [abs(each) for each in values]
        ends = histograms.edges(metric, [positive])

        assert sum(histograms.counted(positive, ends)) == len(values)
        assert ends == sorted(set(ends))

    def test_rounding_never_moves_a_value_into_the_wrong_bar(self) -> None:
        ends = [0.1 * at for at in range(11)]

        for at, end in enumerate(ends[:-1]):
            assert histograms.counted([end], ends)[at] == 1
            if at:
                assert histograms.counted([math.nextafter(end, 0)], ends)[at - 1] == 1


class TestColumns:
    def test_what_is_packed_comes_back_in_order(self) -> None:
        first = Measured(3, "TRAIN", 100, 50, (10, 0.5, 7, 9), [Box(0, 0, 20, 10), Box(10, 0, 20, 10)], [(1, 2), (3, 4)])
        second = Measured(8, "", 10, 20, (20, 0.25, 1, 0), [], [])

        found = columns.unpacked([columns.packed([first]), columns.packed([]), columns.packed([second])])

        assert found.ordinals.tolist() == [3, 8]
        assert found.of(Metric.RESOLUTION).tolist() == [5000, 200]
        assert found.of(Metric.ASPECT_RATIO).tolist() == [0.5, 2]
        assert found.of(Metric.BRIGHTNESS, "TRAIN").tolist() == [10]
        assert found.of(Metric.BOX_COUNT).tolist() == [2, 0]
        # 200 and 100 of 5,000 pixels: 0.04 and 0.02, each 0.01 from the mean.
        assert found.of(Metric.BOX_AREA_DEVIATION).tolist() == pytest.approx([0.01, 0], abs=1e-6)
        assert found.of(Metric.BOX_OVERLAP).tolist() == [0.5, 1]
        assert found.of(Metric.BOX_CLARITY, "TRAIN").tolist() == [2, 4]
        assert found.of(Metric.BOX_CLARITY, "EVAL").tolist() == []

    def test_points_are_of_samples_that_have_both(self) -> None:
        first = Measured(3, "TRAIN", 100, 50, (10, 0, 0, 0), [Box(0, 0, 20, 10), Box(10, 0, 20, 10)], [(1, 2), (3, 4)])
        found = columns.unpacked([columns.packed([first, Measured(8, "", 10, 20, (20, 0, 0, 0), [], [])])])

        ordinals, values = found.pairs(Metric.BRIGHTNESS, Metric.BOX_BRIGHTNESS)

        assert (ordinals.tolist(), values.tolist()) == ([3], [[10, 2]])
        assert found.pairs(Metric.BRIGHTNESS, Metric.RESOLUTION, "TRAIN")[0].tolist() == [3]

    def test_nothing_is_nothing(self) -> None:
        found = columns.unpacked([])

        assert found.of(Metric.BOX_OVERLAP).tolist() == found.of(Metric.CLARITY).tolist() == []


def clouds(count: int = 40, seed: int = 0) -> tuple[likeness.Vectors, np.ndarray]:
    """Return points around three places, and which one each is of."""
    chance = np.random.default_rng(seed)
    middles = np.array([[0, 0, 0, 0], [9, 0, 0, 0], [0, 9, 0, 0]], np.float32)
    owner = np.arange(count * 3) % 3
    return (middles[owner] + chance.normal(0, 0.5, (count * 3, 4))).astype(np.float32), owner


class TestLikeness:
    def test_near_hashes_and_equal_files_are_one_picture(self) -> None:
        hashes = np.array([0, 0b111, 2**40 - 1, 0b111111000, 2**40 - 1, 5], np.uint64)
        vectors = np.zeros((6, 2), np.float32)
        vectors[4] = 3  # the same hash, another colour

        assert likeness.duplicates(hashes, vectors, [b""] * 6) == [[0, 1, 3, 5]]
        assert likeness.duplicates(hashes, vectors, [b"", b"", b"x", b"", b"x", b""]) == [[0, 1, 3, 5], [2, 4]]
        assert likeness.duplicates(np.empty(0, np.uint64), np.empty((0, 2), np.float32), []) == []

    def test_what_is_far_by_hash_is_another_picture(self) -> None:
        hashes = np.array([0, 2**7 - 1], np.uint64)

        assert likeness.duplicates(hashes, np.zeros((2, 2), np.float32), [b"", b""]) == []

    def test_neighbours_are_the_nearest_and_never_oneself(self) -> None:
        vectors = np.array([[0], [1], [3], [7]], np.float32)

        ((start, nearest, far),) = likeness.neighbours(vectors, likeness.references(4), 2)

        assert start == 0
        assert nearest.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
        assert far.tolist() == [[1, 3], [1, 2], [2, 3], [4, 6]]

    def test_one_sample_has_no_neighbours(self) -> None:
        ((_, nearest, far),) = likeness.neighbours(np.zeros((1, 3), np.float32), likeness.references(1))

        assert nearest.shape == far.shape == (1, 0)

    def test_references_are_spread_evenly_where_there_are_many(self) -> None:
        found = likeness.references(likeness.MOST_REFERENCES * 10)

        assert len(found) == likeness.MOST_REFERENCES
        assert (found[0], found[-1]) == (0, likeness.MOST_REFERENCES * 10 - 1)

    def test_an_outlier_is_far_from_what_is_near_others(self) -> None:
        # The median is 3, the median deviation 1: 3.5 robust deviations are 5.189 more.
        found = likeness.outliers(np.array([1, 2, 3, 4, 3 + 3.5 * 1.4826], np.float32))

        assert found[:3].tolist() == [0, 0, 0]
        assert found[4] == pytest.approx(0.5)
        assert likeness.outliers(np.empty(0, np.float32)).tolist() == []
        assert likeness.outliers(np.array([2, 2, 2, 5], np.float32))[3] > 0.3


class TestGrouping:
    def test_what_lies_together_is_a_group_and_the_same_every_time(self) -> None:
        vectors, owner = clouds()

        found = grouping.grouped(vectors, 3)

        assert len({(group, place) for group, place in zip(found.tolist(), owner.tolist(), strict=True)}) == 3
        assert np.array_equal(found, grouping.grouped(vectors, 3))

    def test_the_largest_group_comes_first(self) -> None:
        vectors = np.array([[0], [0.1], [9], [9.1], [9.2]], np.float32)

        assert grouping.grouped(vectors, 2).tolist() == [1, 1, 0, 0, 0]

    def test_equal_samples_are_one_group(self) -> None:
        assert grouping.grouped(np.ones((5, 2), np.float32), 3).tolist() == [0] * 5

    def test_many_samples_are_grouped_by_a_choice_of_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping, "_MOST_FITTED", 60)
        vectors, owner = clouds(100)

        found = grouping.grouped(vectors, 3)

        assert len({(group, place) for group, place in zip(found.tolist(), owner.tolist(), strict=True)}) == 3

    def test_it_ends_where_nothing_settles(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping, "_ROUNDS", 1)

        assert len(grouping.grouped(clouds()[0], 3)) == 120

    def test_traits_weigh_by_their_rank(self) -> None:
        vectors = np.zeros((4, 2), np.float32)
        vectors[:, 0] = [0, 0.1, 0, 0.1]
        traits = np.array([[1], [2], [10_000], [20_000]], np.float32)

        found = grouping.weighted(vectors, traits)

        assert found.shape == (4, 3)
        assert grouping.grouped(found, 2).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
        assert grouping.weighted(vectors, np.empty((4, 0), np.float32)) is vectors
        assert grouping.weighted(np.empty((0, 2), np.float32), np.empty((0, 1), np.float32)).shape == (0, 2)


class TestSuspects:
    def test_votes_are_weighed_by_distance(self) -> None:
        labels = np.array([0, 0, 1, -1], np.int64)
        nearest, far = np.array([[1, 2]]), np.array([[0.0, 1.0]], np.float32)

        # Priors 2/3 and 1/3 as one vote; the near one weighs e, the far one 1.
        (found,) = suspects.voted(labels, nearest, far, 2)

        total = 1 + math.e + 1
        assert found == pytest.approx([(2 / 3 + math.e) / total, (1 / 3 + 1) / total])

    def test_without_neighbours_it_is_how_often_classes_are(self) -> None:
        found = suspects.voted(np.array([0, 0, 1]), np.empty((3, 0), np.int64), np.empty((3, 0), np.float32), 2)

        assert found[0] == pytest.approx([2 / 3, 1 / 3])

    def test_a_label_is_in_doubt_if_a_confident_class_says_otherwise(self) -> None:
        # Class 0 is confident from (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 from (0.7 + 0.9) / 2 = 0.8, class 2 never.
        chances = np.array([[0.9, 0.1, 0], [0.8, 0.2, 0], [0.1, 0.9, 0], [0.3, 0.7, 0], [0.1, 0.9, 0]])
        labels = np.array([0, 0, 0, 1, 1])

        (found,) = suspects.suspects(labels, chances)

        assert tuple(found) == pytest.approx((2, 0, 1, 0.8))

    def test_swapped_labels_are_found(self) -> None:
        vectors, owner = clouds()
        labels = owner.copy()
        labels[[3, 50, 99]] = (labels[[3, 50, 99]] + 1) % 3
        ((_, nearest, far),) = likeness.neighbours(vectors, likeness.references(len(vectors)))

        found = suspects.suspects(labels, suspects.voted(labels, nearest, far, 3))

        assert {(each.place, each.likelier) for each in found} == {(at, owner[at]) for at in (3, 50, 99)}


class TestLearning:
    def test_what_was_learnt_labels_the_rest(self) -> None:
        vectors, owner = clouds()

        chances = learning.predicted(learning.learnt(vectors[:30], owner[:30], 3), vectors[30:])

        assert chances.sum(axis=1) == pytest.approx(1)
        assert (chances.argmax(axis=1) == owner[30:]).all()
        assert chances.max(axis=1).min() > 0.6

    def test_the_rest_helps_where_the_model_is_sure(self) -> None:
        vectors, owner = clouds()

        model = learning.learnt_with_rest(vectors[:9], owner[:9], 3, vectors[9:])

        assert (learning.predicted(model, vectors).argmax(axis=1) == owner).mean() > 0.97

    def test_nothing_sure_and_no_rest_change_nothing(self) -> None:
        vectors, owner = clouds(4)
        alone = learning.learnt(vectors, owner, 3)
        unsure = np.repeat(vectors.mean(axis=0, keepdims=True), 3, axis=0)

        assert np.array_equal(alone.weights, learning.learnt_with_rest(vectors, owner, 3, vectors[:0]).weights)
        assert np.array_equal(alone.weights, learning.learnt_with_rest(vectors, owner, 3, unsure).weights)


def wav(body: bytes, kind: int = 1, channels: int = 1, rate: int = 1000, bits: int = 16, extra: bytes = b"") -> bytes:
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits) + extra
    chunks = [(b"fmt ", form), (b"LIST", b"odd"), (b"data", body)]
    packed = b"".join(name + struct.pack("<I", len(each)) + each + b"\0" * (len(each) % 2) for name, each in chunks)
    return b"RIFF" + struct.pack("<I", len(packed) + 4) + b"WAVE" + packed


class TestWaves:
    @pytest.mark.parametrize(
        ("kind", "bits", "body"),
        [
            (1, 8, bytes([128, 192, 64, 128])),
            (1, 16, struct.pack("<4h", 0, 16384, -16384, 0)),
            (1, 24, b"\0\0\0" + b"\0\0\x40" + b"\0\0\xc0" + b"\0\0\0"),
            (1, 32, struct.pack("<4i", 0, 2**30, -(2**30), 0)),
            (3, 32, struct.pack("<4f", 0, 0.5, -0.5, math.nan)),
            (3, 64, struct.pack("<4d", 0, 0.5, -0.5, 0)),
        ],
    )
    def test_every_coding_gives_the_same_wave(self, kind: int, bits: int, body: bytes) -> None:
        found = waves.wave(wav(body, kind, bits=bits))

        assert found == (1000, 1, 4, [(0, 0), (0.5, 0.5), (-0.5, -0.5), (0, 0)])

    def test_channels_are_drawn_together_and_long_recordings_in_parts(self) -> None:
        both = struct.pack("<2h", 16384, -32768) * 1000

        found = waves.wave(wav(both, channels=2))

        assert (found.channels, found.milliseconds, len(found.peaks)) == (2, 1000, waves.PEAKS)
        assert set(found.peaks) == {(-1, 0.5)}

    def test_an_extensible_form_names_its_coding_later(self) -> None:
        extra = struct.pack("<HHI", 22, 16, 0) + struct.pack("<H", 1) + bytes(14)

        assert waves.wave(wav(struct.pack("<h", 1), 0xFFFE, extra=extra)).milliseconds == 1

    def test_a_recording_without_sound_has_no_wave(self) -> None:
        assert waves.wave(wav(b"")).peaks == []

    @pytest.mark.parametrize(
        "content",
        [
            b"ID3 not a wave",
            wav(b"", 85, bits=16),
            wav(b"", 1, bits=12),
            wav(b"", 1, channels=0),
            wav(b"", 1, rate=0),
            wav(b"")[:36],
            b"RIFF\0\0\0\0WAVEdata\0\0\0\0",
            b"RIFF\0\0\0\0WAVEfmt \4\0\0\0abcd",
        ],
    )
    def test_what_is_no_wave_is_refused(self, content: bytes) -> None:
        with pytest.raises(Unreadable):
            waves.wave(content)
