"""Failures of what is done with versions. Modelyard.7450 to 7469."""

from modelyard.core.errors import Conflict, Invalid


class FilesNotKeptYet(Conflict):
    """A file is to be deleted that a version has not kept yet."""

    code = "Modelyard.7450"
    text = (
        "{count} of these files belong to version {version}, which has not copied them yet. "
        "Wait for that, continue it on the page of versions, or have versions keep no files."
    )
    zh = "其中 {count} 个文件属于版本 {version}，尚未完成备份。请等待备份完成，或在版本页面继续备份，或关闭版本文件备份。"


class NotOfVersions(Invalid):
    """A filter does not go together with a version."""

    code = "Modelyard.7451"
    text = "{field}: samples of a version are not searched by it; leave it out, or leave out version_id."
    zh = "{field}：查询版本中的样本时不支持该条件，请去掉该条件或 version_id。"
