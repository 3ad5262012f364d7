"""Failures of searching in versions. Modelyard.7520 and 7523."""

from modelyard.core.errors import Conflict


class VersionNotIndexed(Conflict):
    """What the samples of a version are searched by has not been read from its lines yet."""

    code = "Modelyard.7520"
    text = "Version {name} is being prepared for searching: {done} of {total} samples. Ask again in a moment."
    zh = "版本 {name} 正在准备查询数据：已完成 {done} / {total} 个样本，请稍后重试。"


class VersionUnreadable(Conflict):
    """The lines of a version could not be read; somebody has deleted them, or the storage is away."""

    code = "Modelyard.7523"
    text = "Version {name} cannot be searched, since its lines could not be read: {problem} It is tried again in some minutes."
    zh = "无法查询版本 {name}：读取其内容失败：{problem_zh} 几分钟后将重试。"
