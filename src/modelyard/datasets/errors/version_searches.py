"""Failures of searching in versions. Modelyard.7520."""

from modelyard.core.errors import Conflict


class VersionNotIndexed(Conflict):
    """What the samples of a version are searched by has not been read from its lines yet."""

    code = "Modelyard.7520"
    text = "Version {name} is being prepared for searching: {done} of {total} samples. Ask again in a moment."
    zh = "版本 {name} 正在准备查询数据：已完成 {done} / {total} 个样本，请稍后重试。"
