"""Failures of lists and assignments that the console asks for."""

from modelyard.core.errors import Invalid


class TeamSearchTooWide(Invalid):
    """A search over files finds more samples of a team task than can be looked up."""

    code = "Modelyard.7480"
    text = "Names, folders, times and attributes of samples find too many of them. Find at most {most} by these."
    zh = "按名称、目录、时间和样本属性筛选出的样本过多，请缩小范围（最多 {most} 个）。"


class NothingToGive(Invalid):
    """An assignment that finds no sample which the member could get."""

    code = "Modelyard.7481"
    text = "No sample that fits is free: all that were found are given to enough people already."
    zh = "没有可分配的样本：符合条件的样本均已分配给足够的成员。"
