"""Failures of imports from other stores: Modelyard.7430 to 7449."""

from modelyard.core.errors import Invalid, Unavailable


class StoreNotAllowed(Invalid):
    """Nothing is reached that no administrator has allowed."""

    status = 403
    code = "Modelyard.7430"
    text = "{field}: {value} may not be reached. {problem}Administrators allow stores in the setting datasets.stores.allowed."
    zh = "{field}：不允许访问 {value}。{problem_zh}管理员可在配置项 datasets.stores.allowed 中允许。"


class StoreAddressInvalid(Invalid):
    """No address that we understand."""

    status = 400
    code = "Modelyard.7431"
    text = "{field}: {problem}"
    zh = "{field}：{problem_zh}"


class SourceNotThere(Invalid):
    """A source of the cloud that has no counterpart here."""

    status = 400
    code = "Modelyard.7432"
    text = "{field}: there is no {source} here. {hint}"
    zh = "{field}：此处没有 {source}。{hint_zh}"


class OtherStoreUnavailable(Unavailable):
    """It does not answer, now."""

    code = "Modelyard.7433"
    text = "{store} does not answer: {problem}. The import tries again."
    zh = "{store} 没有响应：{problem}。导入将自动重试。"


class OtherStoreRefused(Invalid):
    """It answers, and says no."""

    status = 400
    code = "Modelyard.7434"
    text = "{store} refused: {problem}. Check the address, the credentials and what they may read."
    zh = "{store} 拒绝了请求：{problem}。请检查地址、凭据及其读取权限。"


class QueryInvalid(Invalid):
    """What is to be read from a database."""

    status = 400
    code = "Modelyard.7435"
    text = "{field}: {problem}"
    zh = "{field}：{problem_zh}"


class RowsMismatch(Invalid):
    """Rows that cannot become samples, or rows of this table."""

    status = 400
    code = "Modelyard.7436"
    text = "The rows of {source} do not fit: {problem}"
    zh = "{source} 的行不匹配：{problem_zh}"


class DriverMissing(Invalid):
    """A package that an administrator may install."""

    status = 400
    code = "Modelyard.7437"
    text = "Reading {source} needs the package {package}, which is not installed. An administrator installs modelyard[{extra}]."
    zh = "读取 {source} 需要软件包 {package}，当前未安装。管理员可安装 modelyard[{extra}]。"


class CredentialsLost(Invalid):
    """They were sealed with another key."""

    status = 400
    code = "Modelyard.7438"
    text = "The credentials of this import can no longer be read. Start it once more."
    zh = "无法再读取该导入的凭据。请重新发起导入。"
