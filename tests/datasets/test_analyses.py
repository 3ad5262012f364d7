"""Analyses: what is measured, found and compared."""

import json

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import func, select, update

from modelyard.core.db import Database
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.models.insight import FindingRow, SampleLooksRow
from modelyard.datasets.service import looks
from modelyard.datasets.service.sweeping import sweep
from modelyard.datasets.testing import run_step, run_tasks
from picture_datasets import Pictures, context, pictures, plain
from pictures import encoded, noise

__all__ = ["context", "pictures"]


class TestAnalyse:
    async def test_images_are_measured_and_drawn(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("red"), b=plain("white", 20, 20), c=b"no image", d=plain("black"))

        analysis = await pictures.analysed()

        (listed,) = (await pictures.get("analyses"))["analyses"]
        assert (listed["analysis_id"], listed["state"]) == (analysis, "completed")
        assert (listed["done"], listed["good"], listed["bad"]) == (4, 3, 1)
        shown = {each["metric"]: each for each in (await pictures.get("analyses/figures"))["figures"]}
        assert set(shown) == {"resolution", "aspect_ratio", "brightness", "saturation", "clarity", "colorfulness"}
        (series,) = shown["brightness"]["series"]
        # Black is 0, red 76, white 255; a bar has 12.75.
        assert [at for at, count in enumerate(series["counts"]) if count] == [0, 5, 19]
        assert series["summary"]["mean"] == pytest.approx((0 + 76 + 255) / 3, abs=0.5)
        assert shown["aspect_ratio"]["series"][0]["summary"]["median"] == 0.5

    async def test_boxes_are_measured_where_there_are_any(self, pictures: Pictures) -> None:
        await pictures.make(dataset_type=1, labels=[{"name": "leaf"}])
        await pictures.put(a=plain("red", 100, 50), b=plain("white"))
        corners = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[0, 0], [50, 25]]}
        await pictures.label({"a": [{"name": "leaf", "property": corners}]}, metadata={"@modelarts:size": [100, 50, 3]})

        await pictures.analysed()

        answer = await pictures.get("analyses/figures", metric=["box_count", "box_area_ratio", "box_marginalization"])
        shown = {each["metric"]: each["series"][0] for each in answer["figures"]}
        assert shown["box_count"]["counts"] == [1, 1]
        assert shown["box_area_ratio"]["summary"]["mean"] == 0.25
        assert shown["box_marginalization"]["summary"]["mean"] == 0.5
        assert list(answer["labels"].values()) == [{"leaf": 1}]

    async def test_two_analyses_are_drawn_over_the_same_bars(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("red"))
        first = await pictures.analysed()
        await pictures.put(b=plain("red", 400, 200))
        second = await pictures.analysed()

        answer = await pictures.get("analyses/figures", analysis_id=[first, second], metric="resolution")

        (figure,) = answer["figures"]
        assert [sum(each["counts"]) for each in figure["series"]] == [1, 2]
        assert {len(each["counts"]) for each in figure["series"]} == {len(figure["edges"]) - 1}

    async def test_points_name_samples(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"), b=plain("white"))
        await pictures.analysed()

        found = await pictures.get("analyses/points", x="brightness", y="resolution")
        fewer = await pictures.get("analyses/points", x="brightness", y="resolution", limit=1)

        ids = await pictures.ids()
        assert found["points"] == [[ids["a"], 0, 800], [ids["b"], 255, 800]]
        assert (fewer["count"], len(fewer["points"])) == (2, 1)

    async def test_files_are_looked_at_once_and_again_when_they_change(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"))
        await pictures.analysed()
        await pictures.store.put("team", "leafs/in/a", plain("white"), size_bytes=len(plain("white")))

        await pictures.analysed()
        before = await pictures.get("analyses/points", x="brightness", y="resolution")
        async with pictures.context.database.session() as db:
            await db.execute(update(SampleRow).values(etag="another"))
        await pictures.analysed()
        after = await pictures.get("analyses/points", x="brightness", y="resolution")

        assert (before["points"][0][1], after["points"][0][1]) == (0, 255)

    async def test_what_took_too_long_is_looked_at_again(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"), b=b"no image")
        await pictures.analysed()
        async with pictures.context.database.session() as db:
            await db.execute(update(SampleLooksRow).where(SampleLooksRow.problem == "").values(problem="time"))

        await pictures.analysed()

        newest = (await pictures.get("analyses"))["analyses"][0]
        assert (newest["good"], newest["bad"]) == (1, 1)

    async def test_a_worker_that_dies_loses_nothing(self, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(looks, "AT_ONCE", 2)
        await pictures.make()
        await pictures.put(**{f"{at}": encoded(noise(seed=at)) for at in range(5)})
        await pictures.client.post(f"{pictures.url}/analyses")

        while await run_step(pictures.context):
            pass

        (listed,) = (await pictures.get("analyses"))["analyses"]
        assert (listed["state"], listed["good"]) == ("completed", 5)
        assert (await pictures.get("analyses/points", x="brightness", y="clarity"))["count"] == 5

    async def test_one_at_a_time_and_of_images_only(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.client.post(f"{pictures.url}/analyses")

        again = await pictures.client.post(f"{pictures.url}/analyses")
        await pictures.make(dataset_name="texts", dataset_type=100)
        texts = await pictures.client.post(f"{pictures.url}/analyses")

        assert (again.status_code, again.json()["error_code"]) == (409, "Modelyard.7292")
        assert (texts.status_code, texts.json()["error_code"]) == (501, "ModelArts.4383")

    async def test_what_was_never_analysed_has_no_figures(self, pictures: Pictures) -> None:
        await pictures.make()

        for path in ("analyses/figures", "analyses/figures?analysis_id=x", "analyses/points?x=clarity&y=clarity"):
            answer = await pictures.client.get(f"{pictures.url}/{path}")
            assert (answer.status_code, answer.json()["error_code"]) == (404, "Modelyard.7291")
        assert (await pictures.get("findings", kind="outliers")) == {"total_count": 0, "findings": []}

    async def test_others_see_nothing(self, pictures: Pictures) -> None:
        await pictures.make()

        for path in ("analyses", "analyses/figures", "findings?kind=outliers"):
            answer = await pictures.client.get(f"{pictures.url}/{path}", headers={"x-user": "mallory"})
            assert answer.status_code in {400, 403}


class TestAnalysesOfVersions:
    async def published(self, pictures: Pictures, **wanted: object) -> str:
        answer = await pictures.client.post(f"{pictures.url}/versions", json=wanted)
        assert answer.status_code == 201, answer.text
        await run_tasks(pictures.context)
        return str(answer.json()["version_id"])

    async def test_a_version_is_analysed_as_it_was_published(self, pictures: Pictures) -> None:
        await pictures.make(labels=[{"name": "dark"}, {"name": "light"}])
        await pictures.put(a=plain("black"), b=plain("white"))
        await pictures.label({"a": [{"name": "dark"}], "b": [{"name": "light"}]})
        first = await self.published(pictures)
        await pictures.put(c=plain("red"))
        await pictures.label({"b": [{"name": "dark"}], "c": [{"name": "dark"}]})
        second = await self.published(pictures)

        old, new = await pictures.analysed(first), await pictures.analysed(second)

        compared = await pictures.get("analyses/figures", analysis_id=[old, new], metric="brightness")
        assert [sum(each["counts"]) for each in compared["figures"][0]["series"]] == [2, 3]
        assert compared["labels"] == {old: {"dark": 1, "light": 1}, new: {"dark": 3}}
        listed = (await pictures.get("analyses"))["analyses"]
        assert [(each["version_id"], each["version_name"]) for each in listed] == [(second, "V002"), (first, "V001")]
        assert "found" in listed[0]
        assert (await pictures.get("findings", kind="outliers"))["total_count"] == 0

    async def test_usages_are_those_that_the_version_was_split_by(self, pictures: Pictures) -> None:
        await pictures.make(labels=[{"name": "dark"}])
        await pictures.put(**{f"{at}": plain("black") for at in range(10)})
        await pictures.label({f"{at}": [{"name": "dark"}] for at in range(10)})
        version = await self.published(pictures, train_evaluate_sample_ratio="0.8")

        analysis = await pictures.analysed(version)

        for usage, count in (("TRAIN", 8), ("EVAL", 2), ("", 10)):
            shown = await pictures.get("analyses/figures", analysis_id=analysis, metric="resolution", usage=usage)
            assert sum(shown["figures"][0]["series"][0]["counts"]) == count

    async def test_samples_that_are_gone_are_told_and_a_worker_that_dies_loses_nothing(
        self, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(looks, "AT_ONCE", 2)
        await pictures.make()
        await pictures.put(**{f"{at}": encoded(noise(seed=at)) for at in range(5)})
        version = await self.published(pictures)
        ids = await pictures.ids()
        await pictures.client.post(f"{pictures.url}/data-annotations/samples/delete", json={"samples": [ids["3"]]})
        await pictures.client.post(f"{pictures.url}/analyses", json={"version_id": version})

        while await run_step(pictures.context):
            pass

        (listed,) = (await pictures.get("analyses"))["analyses"]
        assert (listed["state"], listed["total"], listed["good"], listed["bad"]) == ("completed", 5, 4, 1)

    async def test_versions_that_are_not_there_are_refused(self, pictures: Pictures) -> None:
        await pictures.make()

        for version in ("x", "V" * 19):
            answer = await pictures.client.post(f"{pictures.url}/analyses", json={"version_id": version})
            assert answer.status_code in {400, 404}, answer.text


class TestMeasured:
    async def test_samples_are_found_by_a_bar_and_by_an_outline(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"), b=plain("red"), c=plain("white", 80, 20))
        await pictures.analysed()

        async def named(**measured: object) -> list[str]:
            wanted = json.dumps([{"measured": measured}])
            listed = await pictures.get("data-annotations/samples", search_conditions=wanted, limit=100)
            return sorted(each["sample_name"] for each in listed["samples"])

        assert await named(x="brightness", low=50, high=100) == ["b"]
        assert await named(x="brightness", low=76) == ["b", "c"]
        assert await named(x="resolution") == ["a", "b", "c"]
        assert await named(x="resolution", usage="TRAIN") == []
        assert await named(x="brightness", y="resolution", outline=[[-1, 0], [-1, 900], [100, 900], [100, 0]]) == ["a", "b"]
        assert await named(outline=[[-1e6, -1e6], [1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]]) == ["a", "b", "c"]

    async def test_the_map_has_what_is_alike_close_together(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"), b=plain("#010101"), c=plain("white"), d=plain("#fefefe"))
        await pictures.analysed()

        found = await pictures.get("analyses/points")

        ids = {value: name for name, value in (await pictures.ids()).items()}
        places = {ids[each[0]]: np.array(each[1:]) for each in found["points"]}
        assert found["count"] == 4
        assert np.linalg.norm(places["a"] - places["b"]) < np.linalg.norm(places["a"] - places["c"])
        assert np.linalg.norm(places["c"] - places["d"]) < np.linalg.norm(places["c"] - places["a"])

    @pytest.mark.parametrize(
        "measured",
        [
            {},
            {"x": "nothing"},
            {"x": "clarity", "outline": [[0, 0], [1, 1], [1, 0]]},
            {"outline": [[0, 0]]},
            {"outline": [[0, 0], [1, 1], [1, "x"]]},
            {"outline": [[0, 0]] * 301},
            {"x": "clarity", "low": "nan"},
            {"x": "clarity", "analysis_id": "../x"},
        ],
    )
    async def test_odd_wishes_are_refused(self, pictures: Pictures, measured: dict[str, object]) -> None:
        await pictures.make()
        await pictures.put(a=plain("black"))
        await pictures.analysed()

        wanted = {"search_conditions": json.dumps([{"measured": measured}])}
        answer = await pictures.client.get(f"{pictures.url}/data-annotations/samples", params=wanted)

        assert answer.status_code == 400, answer.text

    async def test_one_metric_is_no_place(self, pictures: Pictures) -> None:
        await pictures.make()

        assert (await pictures.client.get(f"{pictures.url}/analyses/points?x=clarity")).status_code == 400


class TestFindings:
    async def test_copies_are_found_exact_and_near(self, pictures: Pictures) -> None:
        await pictures.make()
        image, content = noise(320, 240, seed=3), encoded(noise(320, 240, seed=3))
        others = {f"other{at}": encoded(noise(seed=at)) for at in range(10, 16)}
        small = encoded(image.resize((200, 150)), "JPEG", quality=70)
        await pictures.put(a=content, b=content, c=small, **others)

        await pictures.analysed()

        assert await pictures.found("duplicates") == [["a", "b", "c"]]
        exact = [each["exact"] for each in (await pictures.get("findings", kind="duplicates"))["findings"]]
        assert exact == [True, True, False]
        listed = await pictures.get("data-annotations/samples", search_conditions=json.dumps([{"finding": "duplicates"}]))
        assert listed["sample_count"] == 3

    async def test_what_is_alone_and_what_is_labelled_wrongly_is_found(self, pictures: Pictures) -> None:
        await pictures.make(labels=[{"name": "dark"}, {"name": "light"}])
        chance = np.random.default_rng(5)

        def near(middle: int) -> bytes:
            spread = chance.integers(-15, 15, (12, 12, 3))
            image = Image.fromarray(np.clip(spread + middle, 0, 255).astype(np.uint8))
            return encoded(image.resize((48, 48), Image.Resampling.BICUBIC))

        await pictures.put(**{f"dark{at}": near(40) for at in range(14)}, **{f"light{at}": near(210) for at in range(14)})
        loud = encoded(Image.fromarray((np.indices((48, 48)).sum(0)[..., None] % 2 * [255, 0, 255]).astype(np.uint8)))
        await pictures.put(loud=loud)
        said = {f"{name}{at}": [{"name": name}] for name in ("dark", "light") for at in range(14)}
        await pictures.label(said | {"dark3": [{"name": "light"}], "loud": [{"name": "dark"}]})

        await pictures.analysed()

        assert "loud" in (await pictures.found("outliers"))[0]
        (first, *_) = (await pictures.get("findings", kind="suspects"))["findings"]
        assert (first["label"], first["likelier"]) == ("light", "dark")
        assert (await pictures.found("suspects"))[0][0] == "dark3"

    async def test_a_new_analysis_replaces_what_was_found(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=encoded(noise()), b=encoded(noise()))
        await pictures.analysed()
        ids = await pictures.ids()
        body = {"samples": [ids["b"]]}
        await pictures.client.post(f"{pictures.url}/data-annotations/samples/delete", json=body)

        listed = await pictures.get("data-annotations/samples", search_conditions='[{"finding": "duplicates"}]')

        assert listed["sample_count"] == 1
        await pictures.analysed()
        assert await pictures.found("duplicates") == []

    async def test_nothing_is_left_of_a_dataset_that_is_gone(self, pictures: Pictures, database: Database) -> None:
        await pictures.make()
        await pictures.put(a=encoded(noise()), b=encoded(noise()))
        await pictures.analysed()

        assert (await pictures.client.delete(pictures.url)).status_code == 204
        await sweep(pictures.context)

        async with database.read_session() as db:
            for model in (SampleLooksRow, FindingRow):
                assert await db.scalar(select(func.count()).select_from(model)) == 0
