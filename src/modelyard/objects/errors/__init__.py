"""Failures of buckets and objects that a caller can meet. Codes: Modelyard.2000 to 2999."""

from modelyard.core.errors import Conflict, Invalid, NotFound, QuotaExceeded


class BucketNotFound(NotFound):
    """No bucket of this name is visible to the caller; one of another account is none."""

    code = "Modelyard.2001"
    text = "Bucket {bucket} was not found."
    zh = "未找到桶 {bucket}。"


class BucketNameTaken(Conflict):
    """A bucket of this name exists, in this or another account."""

    code = "Modelyard.2002"
    text = "The bucket name {bucket} is taken. Names are unique on the whole platform; choose another."
    zh = "桶名 {bucket} 已被占用。桶名在整个平台内唯一，请换一个名称。"


class BucketNameInvalid(Invalid):
    """The name breaks the naming rules."""

    code = "Modelyard.2003"
    text = (
        "name: {bucket!r} is no bucket name. It takes 3 to 63 lower-case letters, digits, - and ., begins and ends with a "
        "letter or digit, has no two dots or dot and hyphen beside each other, and is no IP address."
    )
    zh = (
        "name：{bucket!r} 不是合法的桶名。桶名为 3 到 63 个小写字母、数字、- 和 .，"
        "以字母或数字开头和结尾，. 与 . 或 - 不能相邻，且不能是 IP 地址。"
    )


class BucketNotEmpty(Conflict):
    """A bucket with objects or unfinished uploads cannot be deleted."""

    code = "Modelyard.2004"
    text = "Bucket {bucket} still has objects or unfinished uploads. Delete them first."
    zh = "桶 {bucket} 中仍有对象或未完成的上传任务，请先删除。"


class TooManyBuckets(QuotaExceeded):
    """The account has as many buckets as it may have."""

    code = "Modelyard.2005"
    text = "The quota of {quota} ({limit}) would be exceeded."
    zh = "将超过 {quota} 的配额（{limit}）。"
