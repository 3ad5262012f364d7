"""What happens to services, in the words of the guide's event list."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event
from modelyard.serving.types import EventType

RESOURCE_TYPE = "service"


@dataclass(frozen=True)
class ServiceEvent(Event):
    """Something that happened to a service."""

    resource_type: ClassVar[str] = RESOURCE_TYPE
    event_type: ClassVar[EventType] = EventType.NORMAL


@dataclass(frozen=True)
class DeployStarted(ServiceEvent):
    """Deployment began."""

    name: ClassVar[str] = "service.deploy_started"
    text: ClassVar[str] = "The deployment of the service has begun."
    zh: ClassVar[str] = "开始部署服务。"


@dataclass(frozen=True)
class EnvironmentStarted(ServiceEvent):
    """The image of a model is being built."""

    name: ClassVar[str] = "service.build_started"
    text: ClassVar[str] = "The image of model {model} is being prepared. {reason}"
    zh: ClassVar[str] = "开始准备模型 {model} 的镜像。{reason}"

    model: str
    reason: str = ""


@dataclass(frozen=True)
class SchedulingStarted(ServiceEvent):
    """An instance asks for resources."""

    name: ClassVar[str] = "service.scheduling_started"
    text: ClassVar[str] = "[{model}] Instance {instance} asks for resources ({specification})."
    zh: ClassVar[str] = "[{model}] 实例 {instance} 开始调度资源（{specification}）。"

    model: str
    instance: str
    specification: str


@dataclass(frozen=True)
class Scheduled(ServiceEvent):
    """An instance got a place."""

    name: ClassVar[str] = "service.scheduled"
    text: ClassVar[str] = "[{model}] Instance {instance} got its resources; the model is being started."
    zh: ClassVar[str] = "[{model}] 实例 {instance} 资源调度成功，正在启动模型。"

    model: str
    instance: str


@dataclass(frozen=True)
class InstanceReady(ServiceEvent):
    """An instance answers."""

    name: ClassVar[str] = "service.instance_ready"
    text: ClassVar[str] = "[{model}] Instance {instance} is ready after {seconds} s."
    zh: ClassVar[str] = "[{model}] 实例 {instance} 已就绪，用时 {seconds} 秒。"

    model: str
    instance: str
    seconds: float


@dataclass(frozen=True)
class InstanceFailed(ServiceEvent):
    """An instance ended unasked."""

    name: ClassVar[str] = "service.instance_failed"
    text: ClassVar[str] = "[{model}] Instance {instance} ended: {reason} Another one is started in {seconds} s."
    zh: ClassVar[str] = "[{model}] 实例 {instance} 异常退出：{reason_zh} {seconds} 秒后启动新的实例。"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    model: str
    instance: str
    reason: str
    reason_zh: str
    seconds: float


@dataclass(frozen=True)
class InstanceStopped(ServiceEvent):
    """An instance that is not wanted any more was stopped."""

    name: ClassVar[str] = "service.instance_stopped"
    text: ClassVar[str] = "[{model}] Instance {instance} was stopped."
    zh: ClassVar[str] = "[{model}] 实例 {instance} 已停止。"

    model: str
    instance: str


@dataclass(frozen=True)
class Updating(ServiceEvent):
    """The configuration changes."""

    name: ClassVar[str] = "service.updating"
    text: ClassVar[str] = "The service is being updated."
    zh: ClassVar[str] = "正在更新服务。"


@dataclass(frozen=True)
class Updated(ServiceEvent):
    """The new configuration answers."""

    name: ClassVar[str] = "service.updated"
    text: ClassVar[str] = "The service was updated."
    zh: ClassVar[str] = "服务更新成功。"


@dataclass(frozen=True)
class Starting(ServiceEvent):
    """A start was asked for."""

    name: ClassVar[str] = "service.starting"
    text: ClassVar[str] = "The service is being started."
    zh: ClassVar[str] = "正在启动服务。"


@dataclass(frozen=True)
class Started(ServiceEvent):
    """The service can be called."""

    name: ClassVar[str] = "service.started"
    text: ClassVar[str] = "Service {service} was started."
    zh: ClassVar[str] = "服务 {service} 启动成功。"

    service: str


@dataclass(frozen=True)
class Stopping(ServiceEvent):
    """A stop was asked for."""

    name: ClassVar[str] = "service.stopping"
    text: ClassVar[str] = "The service is being stopped."
    zh: ClassVar[str] = "正在停止服务。"


@dataclass(frozen=True)
class Stopped(ServiceEvent):
    """Nothing of the service runs any more."""

    name: ClassVar[str] = "service.stopped"
    text: ClassVar[str] = "The service was stopped."
    zh: ClassVar[str] = "服务已停止。"


@dataclass(frozen=True)
class Restarting(ServiceEvent):
    """All instances are replaced."""

    name: ClassVar[str] = "service.restarting"
    text: ClassVar[str] = "All instances of the service are being replaced by new ones."
    zh: ClassVar[str] = "正在重启服务，所有实例将被替换。"


@dataclass(frozen=True)
class AutoStopOn(ServiceEvent):
    """It will stop by itself."""

    name: ClassVar[str] = "service.auto_stop_on"
    text: ClassVar[str] = "The service will stop in {duration} {unit}."
    zh: ClassVar[str] = "服务将在 {duration} {unit_zh}后自动停止。"

    duration: int
    unit: str
    unit_zh: str


@dataclass(frozen=True)
class AutoStopOff(ServiceEvent):
    """It will not stop by itself any more."""

    name: ClassVar[str] = "service.auto_stop_off"
    text: ClassVar[str] = "Automatic stop was turned off."
    zh: ClassVar[str] = "自动停止已关闭。"


@dataclass(frozen=True)
class AutoStopped(ServiceEvent):
    """The time was over."""

    name: ClassVar[str] = "service.auto_stopped"
    text: ClassVar[str] = "The time set for the service is over; it is being stopped."
    zh: ClassVar[str] = "服务到达设定的自动停止时间，正在停止。"


@dataclass(frozen=True)
class NoResources(ServiceEvent):
    """There is no room."""

    name: ClassVar[str] = "service.no_resources"
    text: ClassVar[str] = "There are not enough resources; the service waits for them. {reason}"
    zh: ClassVar[str] = "资源不足，服务状态变更为等待中。{reason_zh}"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    reason: str = ""
    reason_zh: str = ""


@dataclass(frozen=True)
class DeployFailed(ServiceEvent):
    """The service could not be deployed."""

    name: ClassVar[str] = "service.start_failed"
    text: ClassVar[str] = "Service {service} could not be started: {reason}"
    zh: ClassVar[str] = "服务 {service} 启动失败：{reason_zh}"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    service: str
    reason: str
    reason_zh: str


@dataclass(frozen=True)
class UpdateFailed(ServiceEvent):
    """The new configuration could not be reached; the old one comes back."""

    name: ClassVar[str] = "service.update_failed"
    text: ClassVar[str] = "The update failed and is being rolled back: {reason}"
    zh: ClassVar[str] = "服务更新失败，正在回滚：{reason_zh}"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    reason: str
    reason_zh: str


@dataclass(frozen=True)
class RolledBack(ServiceEvent):
    """The old configuration is back."""

    name: ClassVar[str] = "service.rolled_back"
    text: ClassVar[str] = "The update failed; the service was rolled back to the configuration before it."
    zh: ClassVar[str] = "服务更新失败，已回滚到更新前的配置。"


@dataclass(frozen=True)
class Concerning(ServiceEvent):
    """Some instances are not well."""

    name: ClassVar[str] = "service.concerning"
    text: ClassVar[str] = "Some instances of the service are not well. {reason}"
    zh: ClassVar[str] = "服务的部分实例异常。{reason_zh}"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    reason: str = ""
    reason_zh: str = ""


@dataclass(frozen=True)
class Recovered(ServiceEvent):
    """All instances are well again."""

    name: ClassVar[str] = "service.recovered"
    text: ClassVar[str] = "All instances of the service are well again."
    zh: ClassVar[str] = "服务的实例已全部恢复正常。"


@dataclass(frozen=True)
class Scaled(ServiceEvent):
    """The number of instances follows the load."""

    name: ClassVar[str] = "service.scaled"
    text: ClassVar[str] = "[{model}] From {old} to {new} instances: {reason}"
    zh: ClassVar[str] = "[{model}] 实例数由 {old} 调整为 {new}：{reason_zh}"

    model: str
    old: int
    new: int
    reason: str
    reason_zh: str


@dataclass(frozen=True)
class ServiceDeleted(ServiceEvent):
    """Somebody deleted the service."""

    name: ClassVar[str] = "service.deleted"
    text: ClassVar[str] = "Service {service} was deleted by {user_name}."
    zh: ClassVar[str] = "服务 {service} 已被 {user_name} 删除。"

    service: str
    user_name: str


@dataclass(frozen=True)
class TerminalOpened(ServiceEvent):
    """Somebody opened a terminal in an instance."""

    name: ClassVar[str] = "service.terminal_opened"
    text: ClassVar[str] = "{user_name} opened a terminal in instance {instance}."
    zh: ClassVar[str] = "{user_name} 登录了实例 {instance}。"

    user_name: str
    instance: str


@dataclass(frozen=True)
class BatchWorking(ServiceEvent):
    """The model of a batch service is ready, and inputs go to it."""

    name: ClassVar[str] = "service.batch_working"
    text: ClassVar[str] = "[{model}] The model is ready; inputs are being processed (run {run})."
    zh: ClassVar[str] = "[{model}] 模型已就绪，开始处理输入数据（第 {run} 次运行）。"

    model: str
    run: int


@dataclass(frozen=True)
class BatchFinished(ServiceEvent):
    """All inputs were dealt with."""

    name: ClassVar[str] = "service.batch_finished"
    text: ClassVar[str] = "The batch has finished: {done} of {total} inputs succeeded, {failed} failed. Manifest: {place}."
    zh: ClassVar[str] = "批量处理已完成：共 {total} 个输入，成功 {done} 个，失败 {failed} 个。结果清单位于 {place}。"

    total: int
    done: int
    failed: int
    place: str


@dataclass(frozen=True)
class BatchFailed(ServiceEvent):
    """A batch cannot go on."""

    name: ClassVar[str] = "service.batch_failed"
    text: ClassVar[str] = "The batch could not go on: {reason} Starting the service again goes on where it ended."
    zh: ClassVar[str] = "批量处理失败：{reason_zh} 重新启动服务可继续处理剩余输入。"
    event_type: ClassVar[EventType] = EventType.ABNORMAL

    reason: str
    reason_zh: str
