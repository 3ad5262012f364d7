"""Failures that callers of compute can meet. 4500 to 4799 belong to workloads, 4800 to 4999 to engines."""

from modelyard.core.errors import Conflict, Invalid, NotFound, QuotaExceeded, Unavailable


class WorkloadNotFound(NotFound):
    """No workload with this id is visible to the caller."""

    code = "Modelyard.4500"
    text = "Workload {workload_id} was not found."
    zh = "未找到工作负载 {workload_id}。"


class FlavorNotFound(Invalid):
    """The name is no flavor of this platform, and no published name of one."""

    code = "Modelyard.4501"
    text = "{field}: there is no flavor {flavor} here. There are: {flavors}."
    zh = "{field}：此平台没有规格 {flavor}。可用规格：{flavors}。"


class PoolNotFound(NotFound):
    """No pool with this id is open to the caller."""

    code = "Modelyard.4502"
    text = "Resource pool {pool} was not found."
    zh = "未找到资源池 {pool}。"


class NeverFits(Invalid):
    """No state of the pool admits so much: its nodes are too small or too few."""

    code = "Modelyard.4503"
    text = "{field}: pool {pool} can never hold {wanted}. With nothing else running it holds {possible}."
    zh = "{field}：资源池 {pool} 无法容纳 {wanted}。空闲时最多容纳 {possible}。"


class WorkloadInvalid(Invalid):
    """Something in the description of a workload is wrong."""

    code = "Modelyard.4504"


class WorkloadNotEnded(Conflict):
    """Only what has ended can be removed."""

    code = "Modelyard.4505"
    text = "Workload {workload_id} has not ended ({state}). Stop it first."
    zh = "工作负载 {workload_id} 尚未结束（{state}），请先停止。"


class WorkloadEnded(Conflict):
    """It has ended; nothing about it can be changed."""

    code = "Modelyard.4506"
    text = "Workload {workload_id} has ended."
    zh = "工作负载 {workload_id} 已结束。"


class TaskNotFound(NotFound):
    """The workload has no task of this name, or it was not started yet."""

    code = "Modelyard.4507"
    text = "Workload {workload_id} has no task {task} that was started."
    zh = "工作负载 {workload_id} 没有已启动的任务 {task}。"


class TaskNotRunning(Conflict):
    """A terminal or a signal needs a task that runs."""

    code = "Modelyard.4508"
    text = "Task {task} is not running."
    zh = "任务 {task} 未在运行。"


class ComputeQuotaExceeded(QuotaExceeded):
    """A quota of the project or the workspace does not admit another one."""

    code = "Modelyard.4509"
    text = "The quota of {quota} ({limit}) of this {scope} would be exceeded."
    zh = "将超过{scope_zh}的{quota_zh}配额（{limit}）。"


class LaunchRefused(Conflict):
    """The node cannot run the task, now or ever: no sandbox, a device that is gone, a directory that cannot be made."""

    code = "Modelyard.4800"
    text = "Task {task} cannot be started: {problem}"
    zh = "任务 {task} 无法启动：{problem}"


class EngineUnavailable(Unavailable):
    """The engine does not answer."""

    code = "Modelyard.4801"
    text = "The engine does not answer now: {problem}"
    zh = "计算引擎暂时不可用：{problem}"


class OwnerMayNotAct(Conflict):
    """The owner of a workload was disabled, deleted, or lost the project; nothing runs in his name."""

    code = "Modelyard.4510"
    text = "User {user} may not act any more, so nothing is started for him."
    zh = "用户 {user} 已无法操作，因此不会为其启动任务。"


class WorkloadTaken(Conflict):
    """Another request made the same workload at the same moment; asking again returns it."""

    code = "Modelyard.4511"
    text = "{owner_type} {owner_id} got this workload from another request just now. Ask again."
    zh = "{owner_type} {owner_id} 的该工作负载刚刚由另一请求创建，请重试。"


class PoolNameTaken(Conflict):
    """Another pool of the account has this name."""

    code = "Modelyard.4520"
    text = "There is a resource pool named {name} already."
    zh = "已存在名为 {name} 的资源池。"


class PoolInvalid(Invalid):
    """Something in the description of a pool is wrong."""

    code = "Modelyard.4521"


class TooFewNodes(Conflict):
    """Not so many nodes of a size are idle and belong to no dedicated pool."""

    code = "Modelyard.4522"
    text = "{wanted} nodes of flavor {flavor} are wanted; {idle} are idle and free to be moved. Flavors of nodes: {flavors}."
    zh = "需要 {wanted} 个规格为 {flavor} 的节点，当前空闲且可移动的有 {idle} 个。节点规格：{flavors}。"


class PoolInUse(Conflict):
    """Workloads of the pool have not ended."""

    code = "Modelyard.4523"
    text = "Resource pool {pool} has workloads that have not ended. Stop them first."
    zh = "资源池 {pool} 中仍有未结束的工作负载，请先停止。"


class PublicPoolIsFixed(Conflict):
    """The public pool has the nodes that no other pool has; it cannot be changed or deleted."""

    code = "Modelyard.4524"
    text = "The public pool cannot be changed: it has every node that belongs to no other pool."
    zh = "公共资源池不可修改：未归属其他资源池的节点均属于公共资源池。"


class QuotaUnknown(Invalid):
    """There is no quota of this name."""

    code = "Modelyard.4525"
    text = "{field}: there is no quota {resource}. There are: {resources}."
    zh = "{field}：不存在配额 {resource}。可用配额：{resources}。"
