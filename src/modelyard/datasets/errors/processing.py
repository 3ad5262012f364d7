"""Failures of processing tasks. Published codes where there are any, else Modelyard.7340 to 7389."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded, Unavailable


class ProcessorTaskNotFound(NotFound):
    """No processing task with this id is visible to the caller."""

    status = 400
    code = "ModelArts.4700"
    text = "The processing task {task_id} was not found."
    zh = "未找到数据处理任务 {task_id}。"


class ProcessorVersionNotFound(NotFound):
    """The processing task has no version with this id."""

    status = 400
    code = "ModelArts.4851"
    text = "The processing task has no version {version_id}."
    zh = "该数据处理任务没有版本 {version_id}。"


class ProcessorNameTaken(Conflict):
    """The workspace has a processing task of this name."""

    status = 400
    code = "ModelArts.4709"
    text = "{field}: there is a processing task {name} already. Choose another name."
    zh = "{field}：数据处理任务 {name} 已存在，请更换名称。"


class ProcessorTaskBusy(Forbidden):
    """It is being prepared or runs."""

    code = "ModelArts.4850"
    text = "The processing task {name} is {status} now. Stop it, or wait for its end."
    zh = "数据处理任务 {name} 当前状态为{status_zh}，请先停止或等待其结束。"


class ProcessorNotRunning(Conflict):
    """What has ended cannot be stopped."""

    status = 400
    code = "Modelyard.7340"
    text = "Version {name} has ended; there is nothing to stop."
    zh = "版本 {name} 已结束，无需停止。"


class ProcessorCannotResume(Conflict):
    """Only what was stopped or failed can go on."""

    status = 400
    code = "Modelyard.7341"
    text = "Version {name} cannot go on: {problem}."
    zh = "版本 {name} 无法继续运行：{problem_zh}。"


class ProcessorInvalid(Invalid):
    """Something about the request is wrong."""

    code = "Modelyard.7342"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class OperatorNotFound(Invalid):
    """The template has no such operator."""

    code = "Modelyard.7343"
    text = "{field}: there is no operator {value} in {template}. There are: {known}."
    zh = "{field}：模板 {template} 中没有算子 {value}，可用算子：{known}。"


class OperatorNeedsNetwork(Invalid):
    """The operator trains networks, which nothing here does."""

    code = "Modelyard.7344"
    text = "{field}: the operator {value} trains a generative network and is not available on this platform."
    zh = "{field}：算子 {value} 需要训练生成式网络，本平台不提供。"


class OperatorFileInvalid(Invalid):
    """The file of a custom operator cannot be used."""

    code = "Modelyard.7345"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class ProcessorPathForbidden(Forbidden):
    """The caller may not use a path."""

    code = "ModelArts.4310"
    text = "{field}: you may not use {value}: {reason}"
    zh = "{field}：您无权使用 {value}：{reason}"


class TooManyProcessorTasks(QuotaExceeded):
    """The project has as many processing tasks as it may."""

    status = 400
    code = "ModelArts.4853"
    text = "The project has {limit} processing tasks, the most it may have. Delete some."
    zh = "项目的数据处理任务已达上限（{limit} 个），请删除部分任务。"


class TooManyProcessorVersions(QuotaExceeded):
    """The task has as many versions as it may."""

    status = 400
    code = "ModelArts.4854"
    text = "The processing task has {limit} versions, the most it may have. Delete some."
    zh = "该数据处理任务的版本已达上限（{limit} 个），请删除部分版本。"


class AnalysisTypeInvalid(Invalid):
    """Features are known of images only."""

    code = "ModelArts.4701"
    text = "Features can be analysed for image classification and object detection only, not for type {type}."
    zh = "特征分析仅支持图像分类和物体检测，不支持类型 {type}。"


class NothingToProcess(Invalid):
    """There is no sample."""

    code = "ModelArts.4825"
    text = "There is no image to process."
    zh = "没有可处理的图片。"


class TooManySamples(Invalid):
    """More than one run takes."""

    code = "Modelyard.7346"
    text = "There are more than {limit} samples, the most that one run takes."
    zh = "样本数超过单次运行的上限（{limit} 个）。"


class ProcessorResultInvalid(Unavailable):
    """What a run left behind cannot be read."""

    status = 400
    code = "ModelArts.4715"
    text = "The results of the run cannot be read: {problem}."
    zh = "无法读取运行结果：{problem_zh}。"


class ProcessorLogGone(Invalid):
    """There is no log."""

    code = "ModelArts.4852"
    text = "There is no log of version {name}."
    zh = "版本 {name} 没有日志。"
