"""Files of batch services in the object storage of the platform."""

from modelyard.core.errors import NotFound
from modelyard.core.subject import Subject
from modelyard.objects.service import browser, places, reading
from modelyard.objects.service.context import ObjectsContext
from modelyard.serving.errors import FieldWrong

_MOST_BYTES = 64 * 2**20
_PAGE = 1000


class StoredBatchFiles:
    """Fulfils `BatchFiles` by what objects offer."""

    def __init__(self, context: ObjectsContext) -> None:
        self._context = context

    async def check(self, who: Subject, source: str, target: str, *, field: str) -> tuple[str, str]:
        """See `BatchFiles`."""
        found = await places.require_readable(self._context, who, places.read_place(source, field=f"{field}.src_path"))
        if not found.is_folder and not found.location.key.endswith(".manifest"):
            raise FieldWrong(
                field=f"{field}.src_path",
                problem="a folder, or one file whose name ends in .manifest; for a single file give the folder that it is in",
                problem_zh="必须是目录，或以 .manifest 结尾的清单文件",
            )
        output = await places.require_writable(self._context, who, places.read_place(target, field=f"{field}.dest_path"))
        return str(found), str(output)

    async def list_names(self, who: Subject, folder: str) -> list[str]:
        """See `BatchFiles`."""
        location = places.read_place(folder, field="dest_path")
        names: list[str] = []
        marker = ""
        while True:
            page = await browser.list_objects(
                self._context, who, location.bucket, prefix=location.key, delimiter="/", marker=marker, limit=_PAGE
            )
            names += [item.key[len(location.key) :] for item in page.objects]
            if page.next_marker is None:
                return names
            marker = page.next_marker

    async def read(self, who: Subject, place: str) -> bytes | None:
        """See `BatchFiles`."""
        try:
            return await reading.read_object(self._context, who, place, _MOST_BYTES)
        except NotFound:
            return None
