"""Failures of the file browser."""

from modelyard.core.errors import Invalid


class KeyInvalid(Invalid):
    """The platform does not take this key."""

    code = "Modelyard.2110"
    text = "{field}: the key {key} {problem}."
    zh = "{field}：对象键 {key} 不合法（{problem}）。"


class FolderNameInvalid(Invalid):
    """The path of a folder breaks the naming rules."""

    code = "Modelyard.2111"
    text = "{field}: the folder path {path} {problem}."
    zh = "{field}：文件夹路径 {path} 不合法（{problem}）。"


class SignedQueryInvalid(Invalid):
    """A signed URL may not have this query parameter with this method."""

    code = "Modelyard.2112"
    text = "{field}: a signed {method} may not carry the query parameter {name}; allowed are {allowed}."
    zh = "{field}：签名的 {method} 请求不能携带查询参数 {name}，允许的参数：{allowed}。"
