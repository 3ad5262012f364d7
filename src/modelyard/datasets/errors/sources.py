"""Failures of what is imported from archives and directories of the server: Modelyard.7140 to 7179."""

from modelyard.core.errors import Invalid


class StagingFailed(Invalid):
    """The archive could not be unpacked, or the directory not be copied."""

    status = 400
    code = "Modelyard.7140"
    text = "The source could not be made ready: {problem} Correct it, then import it again."
    zh = "无法准备数据源：{problem} 请修正后重新导入。"


class FormatUnknown(Invalid):
    """Nothing of what is there looks like a format that we read."""

    status = 400
    code = "Modelyard.7141"
    text = "Nothing in {value} looks like data of this dataset. Check the path, or name the format."
    zh = "{value} 中没有可识别的该类型数据。请检查路径或指定格式。"
