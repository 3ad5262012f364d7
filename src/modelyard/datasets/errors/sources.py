"""Failures of what is imported from archives, servers and databases: Modelyard.7140 to 7179."""

from modelyard.core.errors import Forbidden, Invalid


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


class SourceNotAllowed(Forbidden):
    """The operator has not allowed this place."""

    code = "Modelyard.7142"
    text = "Data may not be imported from {value}. The operator allows places with the setting {setting}."
    zh = "不允许从 {value} 导入数据。管理员可通过配置项 {setting} 允许数据来源。"


class SourceInvalid(Invalid):
    """The place, the name of a table or an option is none."""

    status = 400
    code = "Modelyard.7143"
    text = "{problem}"
    zh = "{problem_zh}"


class SourceUnreachable(Invalid):
    """The database does not answer, or refuses us."""

    status = 400
    code = "Modelyard.7144"
    text = "The source cannot be read: {problem} Check the address, the name and the password."
    zh = "无法读取数据源：{problem} 请检查地址、用户名和密码。"
