"""What an import asks of what makes samples ready."""

from modelyard.datasets.rules.preparing import Wishes
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.readers import ImportNow


def looks(now: ImportNow) -> bool:
    """Return whether the files are to be looked at that a manifest names."""
    return bool((now.goal.get("options") or {}).get("check_files"))


def wishes_of(context: DatasetsContext, now: ImportNow) -> Wishes:
    """Return what the preparer takes of what is found."""
    folder = now.source if now.source.endswith("/") else now.source.rpartition("/")[0] + "/"
    return Wishes(
        label_type=now.label_type,
        folder=folder.removeprefix("obs://"),
        text_source=now.source,
        now=int(context.clock.now().timestamp() * 1000),
        with_annotations=now.goal.get("with_annotations", True),
        difficult_only=now.goal.get("difficult_only", False),
        included=frozenset(now.goal.get("included", ())),
        excluded=frozenset(now.goal.get("excluded", ())),
        look=looks(now),
    )
