"""What a step of a worker is called in the events of its job."""

from modelyard.compute.types import Step, StepStatus

_Texts = dict[tuple[Step, StepStatus], tuple[str, str]]

TEXTS: _Texts = {
    (Step.PRE_CHECK, StepStatus.STARTED): ("The environment is being checked.", "正在进行环境预检。"),
    (Step.PRE_CHECK, StepStatus.FINISHED): ("The environment was checked.", "环境预检完成。"),
    (Step.PRE_CHECK, StepStatus.FAILED): (
        "The check of the environment found an error. {detail}",
        "环境预检发现错误。{detail}",
    ),
    (Step.CODE, StepStatus.STARTED): ("The code is being downloaded.", "正在下载代码。"),
    (Step.CODE, StepStatus.FINISHED): ("The code was downloaded.", "代码下载完成。"),
    (Step.CODE, StepStatus.FAILED): ("The download of the code failed. {detail}", "代码下载失败。{detail}"),
    (Step.INPUT, StepStatus.STARTED): ("The input {label} is being downloaded.", "正在下载训练输入 {label}。"),
    (Step.INPUT, StepStatus.FINISHED): ("The input {label} was downloaded.", "训练输入 {label} 下载完成。"),
    (Step.INPUT, StepStatus.FAILED): (
        "The download of the input {label} failed. {detail}",
        "训练输入 {label} 下载失败。{detail}",
    ),
    (Step.INSTALL, StepStatus.STARTED): ("{label} is being run.", "正在执行 {label}。"),
    (Step.INSTALL, StepStatus.FINISHED): ("{label} was run.", "{label} 执行完成。"),
    (Step.INSTALL, StepStatus.FAILED): ("{label} failed. {detail}", "{label} 执行失败。{detail}"),
    (Step.RUN, StepStatus.STARTED): ("The training task has started.", "训练任务已启动。"),
    (Step.RUN, StepStatus.FINISHED): ("The training task has ended. {detail}", "训练任务已结束。{detail}"),
    (Step.RUN, StepStatus.FAILED): ("The training task has ended. {detail}", "训练任务已结束。{detail}"),
    (Step.UPLOAD, StepStatus.STARTED): ("The output {label} is being uploaded.", "正在上传训练输出 {label}。"),
    (Step.UPLOAD, StepStatus.FINISHED): ("The output {label} was uploaded.", "训练输出 {label} 上传完成。"),
    (Step.UPLOAD, StepStatus.FAILED): (
        "The upload of the output {label} failed. {detail}",
        "训练输出 {label} 上传失败。{detail}",
    ),
}
# A file of packages is not run but installed.
_INSTALLED: _Texts = {
    (Step.INSTALL, StepStatus.STARTED): (
        "Python packages of {label} are being installed.",
        "正在根据 {label} 安装 Python 依赖包。",
    ),
    (Step.INSTALL, StepStatus.FINISHED): ("Python packages of {label} were installed.", "已根据 {label} 安装 Python 依赖包。"),
    (Step.INSTALL, StepStatus.FAILED): (
        "The installation of Python packages of {label} failed. {detail}",
        "根据 {label} 安装 Python 依赖包失败。{detail}",
    ),
}


def said_of(step: Step, status: StepStatus, *, label: str, seconds: float, detail: str) -> tuple[str, str]:
    """Return the texts of a step in English and Chinese; those that end a step say how long it took."""
    texts = _INSTALLED if label.endswith(".txt") and step is Step.INSTALL else TEXTS
    said, said_zh = (" ".join(text.format(label=label, detail=detail).split()) for text in texts[step, status])
    if status is StepStatus.STARTED:
        return said, said_zh
    return f"{said} [elapsed: {seconds:.1f} seconds]", f"{said_zh} [耗时：{seconds:.1f} 秒]"
