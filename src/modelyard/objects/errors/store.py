"""Failures that come from the object store."""

from modelyard.core.errors import AppError, Conflict, NotFound, Unavailable


class StoreUnavailable(Unavailable):
    """The object store does not answer."""

    code = "Modelyard.2100"
    text = "The object store does not answer now: {problem}. Try again shortly."
    zh = "对象存储暂时不可用：{problem}。请稍后重试。"


class StoreRefused(AppError):
    """The object store will not do this, and trying again will not help."""

    status = 400
    exit_code = 2
    code = "Modelyard.2101"
    text = "The object store refused {operation}: {problem}"
    zh = "对象存储拒绝了 {operation}：{problem}"


class ObjectNotFound(NotFound):
    """No object with this key is in the bucket."""

    code = "Modelyard.2103"
    text = "Object {key} was not found in bucket {bucket}."
    zh = "桶 {bucket} 中未找到对象 {key}。"


class ObjectChanged(Conflict):
    """The object was replaced while it was being read."""

    code = "Modelyard.2104"
    text = "Object {key} in bucket {bucket} was changed meanwhile. Start again."
    zh = "桶 {bucket} 中的对象 {key} 已被更改，请重新开始。"
