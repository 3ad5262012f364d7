"""Failures of labelling by models. Published codes where there are any, else Modelyard.7490 to 7499."""

from modelyard.core.errors import Conflict, Invalid, Unavailable


class PreLabelRunning(Conflict):
    """A model labels this dataset already."""

    status = 501
    code = "ModelArts.4387"
    text = "Task {task_id} has a model label this dataset already."
    zh = "任务 {task_id} 正在对该数据集进行预标注。"


class NoServiceOfModel(Invalid):
    """No running service has the model, and the request does not say what to run it on."""

    code = "Modelyard.7490"
    text = "No running real-time service has model {model}: give config.inf_config_list to have one deployed for this task."
    zh = "没有运行中的在线服务使用模型 {model}，请填写 config.inf_config_list 以便为该任务部署服务。"


class ServiceNotCallable(Invalid):
    """The service that is to label does not run."""

    code = "Modelyard.7491"
    text = "Service {service} cannot label: it is {state}."
    zh = "服务 {service} 当前状态为 {state}，无法用于预标注。"


class PredictionRefused(Invalid):
    """The gateway does not let the caller through, or the service is gone."""

    code = "Modelyard.7492"
    text = "Service {service} did not take the request: {problem}."
    zh = "服务 {service} 拒绝了请求：{problem}。"


class ModelUnfit(Invalid):
    """The answers of the model say nothing that this kind of labelling has."""

    code = "Modelyard.7493"
    text = "None of the first {count} samples got a usable answer from the model; the last problem was: {problem}."
    zh = "前 {count} 个样本均未从模型得到可用的结果，最后一个问题：{problem}。"


class ServiceUnreachable(Unavailable):
    """The service does not answer now; it is asked again later."""

    code = "Modelyard.7494"
    text = "Service {service} does not answer now: {problem}."
    zh = "服务 {service} 暂无响应：{problem}。"
