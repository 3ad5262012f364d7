"""The files that a manifest names, looked at: whether they are there, hold something, and are images with the sides it says."""

from modelyard.core.clock import to_milliseconds
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats.files import Ask, ObjectFiles, all_of, sample_of
from modelyard.datasets.service.readers import Found, ImportNow
from modelyard.datasets.service.rights import Readable
from modelyard.datasets.types.sources import FileInfo
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import places

_CONTENT = "content://"
_S3 = "s3://"


class _Allowed(ObjectFiles):
    """Files of a bucket, whose folders were asked about one by one."""

    async def _demand(self) -> None:
        return


async def checked(
    context: DatasetsContext, task: ImportNow, rights: Readable, found: list[Found], problems: list[Problem]
) -> list[Found]:
    """Return the samples whose files are what they should be, with what the files say; tell of the others."""

    async def one(each: Found) -> tuple[Found | None, list[Problem]]:
        told: list[Problem] = []
        return await _checked(context, task, rights, each, told), told

    looked_at = await all_of(one, found)
    # In the order of the lines, whichever file was looked at first.
    problems += [each for _, told in looked_at for each in told]
    return [each for each, _ in looked_at if each is not None]


async def _checked(
    context: DatasetsContext, task: ImportNow, rights: Readable, found: Found, problems: list[Problem]
) -> Found | None:
    source = found.item.source
    if source.startswith(_CONTENT):
        return found
    top = task.source if task.source.endswith("/") else task.source.rpartition("/")[0] + "/"
    place = places.spell(source if source.startswith(_S3) else top + source)
    if place is None or place.endswith("/"):
        return found  # no place at all: whoever prepares it says so
    location = places.read_place(place, field="source")
    if not await rights.may_read(context, task.who, place.rpartition("/")[0]):
        problems.append(Problem("forbidden", "source", source[:200], found.line, found.file))
        return None
    info = await context.objects.store.head(location.bucket, location.key)
    if info is None:
        problems.append(Problem("absent", "source", source[:200], found.line, found.file))
        return None
    told: list[Problem] = []
    facts = FileInfo(location.key, info.size_bytes, info.etag, to_milliseconds(info.modified_at))
    files = _Allowed(context.objects, task.who, Location(location.bucket, ""))
    result = await sample_of(files, facts, found.item, Ask(task.label_type), told)
    problems += [each._replace(place=each.place or "source", line=found.line, file=found.file) for each in told]
    if result is None:
        return None
    return Found(result.item._replace(source=f"{_S3}{location.bucket}/{location.key}"), result.facts, found.line, found.file)
