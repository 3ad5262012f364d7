"""What is in a folder: suggestions with reasons, before anything is imported."""

from modelyard.core.errors import Forbidden
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import PathForbidden, PathInvalid
from modelyard.datasets.errors.tasks import ImportPathMissing
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.detecting import Suggestion, suggestions
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.schemas.sources import FormatSuggestion, FormatSuggestions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.formats.files import Files, ObjectFiles
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.service import places

_HEAD_BYTES = 4096
_MOST_HEADS = 20
_TOLD = (".json", ".jsonl", ".xml", ".csv", ".txt")


async def suggest_formats(
    context: DatasetsContext, who: Subject, dataset_id: str, path: str, *, language: Language
) -> FormatSuggestions:
    """Return what a folder may be imported as. Raises DatasetNotFound, PathInvalid, PathForbidden, ImportPathMissing."""
    async with context.database.read_session() as db:
        await get_rows(db, who, dataset_id)
    spelled = places.spell(path, folder=True)
    if spelled is None:
        raise PathInvalid(
            field="import_path", problem="must be a path such as /bucket/folder/", problem_zh="必须形如 /bucket/folder/"
        )
    place = places.read_place(spelled, field="import_path")
    try:
        await places.require_readable(context.objects, who, place)
    except Forbidden as error:
        named = {name: error.params.get(name, "") for name in ("action", "resource")}
        raise PathForbidden(field="import_path", value=paths.on_wire(spelled), **named) from error
    except PlaceNotFound as error:
        raise ImportPathMissing(field="import_path", value=paths.on_wire(spelled)) from error
    found = await suggested(ObjectFiles(context.objects, who, place))
    shown = [
        FormatSuggestion(
            format=each.format.lower(), sure=each.sure, reason=each.reason_zh if language is Language.ZH else each.reason
        )
        for each in found
    ]
    return FormatSuggestions(suggestions=shown)


async def suggested(files: Files) -> list[Suggestion]:
    """Return what the files may be, the likeliest first: by the first thousand, and what lies at the top."""
    page, _ = await files.page("")
    top, folders = await files.inside("")
    near = [*top]
    for folder in folders[:_MOST_HEADS]:
        near += (await files.inside(folder))[0][:50]
    names = list(dict.fromkeys(each.path for each in (*page, *near)))
    heads: dict[str, bytes] = {}
    for name in dict.fromkeys(each.path for each in near if each.path.lower().endswith(_TOLD)):
        if len(heads) >= _MOST_HEADS:
            break
        try:
            heads[name] = await files.read(name, length=_HEAD_BYTES)
        except Unreadable:
            continue
    return suggestions(names, heads)
