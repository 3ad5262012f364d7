"""Failures of forms that a version is asked for in. Modelyard.7530 to 7534."""

from modelyard.core.errors import Conflict, Invalid


class FormatNotWritten(Invalid):
    """A table is to be published in a format that nothing here writes."""

    code = "Modelyard.7530"
    text = "{field}: {value} is not written here. Publish the table as CSV."
    zh = "{field}：本平台不支持 {value}，请以 CSV 格式发布表格。"


class RowsChanged(Conflict):
    """A file of rows is not what an import wrote."""

    code = "Modelyard.7531"
    text = "{path} does not begin with the columns of the table: it is not what an import wrote. Import the rows again."
    zh = "{path} 的首行与表格的列不一致，不是导入任务写入的内容，请重新导入。"


class AnnotationFilesImpossible(Invalid):
    """Files of annotations are asked for where there are no shapes in pictures."""

    code = "Modelyard.7532"
    text = "{field}: {value} is possible for object detection and image segmentation only."
    zh = "{field}：{value} 仅适用于物体检测和图像分割。"
