"""Why a workload waits, or how it ended, in both languages. A row keeps key and parameters, a reader gets the sentence."""

from collections.abc import Mapping
from typing import Any

from modelyard.compute.types import Reason

# key: (English, Chinese). The parameters are named in both.
TEXTS: Mapping[str, tuple[str, str]] = {
    # Waiting.
    "image": ("Image {image} is being built.", "镜像 {image} 正在构建。"),
    "starting_soon": ("It is about to start.", "即将启动。"),
    "no_nodes": ("Pool {pool} has no node that can run tasks now.", "资源池 {pool} 当前没有可用节点。"),
    "no_such_device": (
        "It needs {product}, which no node of pool {pool} has now.",
        "需要 {product}，资源池 {pool} 当前没有提供该设备的节点。",
    ),
    "too_little": (
        "It needs {count} x {wanted} {unit}; the largest free block is {largest}, and {slots} of {count} tasks would fit now.",
        "需要 {count} x {wanted} {unit_zh}；最大的空闲块为 {largest} {unit_zh}，目前可容纳 {count} 个任务中的 {slots} 个。",
    ),
    "reserved": (
        "The free room is kept for {ahead}, which came first and is larger.",
        "空闲资源已为先到且更大的 {ahead} 预留。",
    ),
    "quota": (
        "The {scope} has reached its quota of {limit} {what}; {used} are in use.",
        "{scope_zh}已达到 {limit} {what_zh}的配额，已使用 {used}。",
    ),
    "back_off": (
        "The platform repeats it after a fault of its own, not before {at}.",
        "平台故障后将自动重试，最早于 {at} 开始。",
    ),
    "preempting": (
        "{count} workloads of lower priority are being stopped to make room for it.",
        "正在停止 {count} 个低优先级的工作负载以腾出资源。",
    ),
    "engine_trouble": ("The engine gives trouble: {problem}", "计算引擎出现问题：{problem}"),
    # The end.
    "succeeded": ("All tasks succeeded.", "所有任务均已成功。"),
    "stopped": ("It was stopped.", "已被停止。"),
    "run_limit": ("It ran for {limit} seconds, as long as it may.", "已达到 {limit} 秒的运行时长上限。"),
    "preempted": ("A workload of higher priority needed the room.", "更高优先级的工作负载需要资源。"),
    "exit_code": ("Task {task} ended with exit code {exit_code}.", "任务 {task} 以退出码 {exit_code} 结束。"),
    "signal": ("Task {task} was killed by signal {signal}.", "任务 {task} 被信号 {signal} 终止。"),
    "memory": (
        "Task {task} needed more memory than the {limit_mib} MiB of its flavor.",
        "任务 {task} 的内存超过规格提供的 {limit_mib} MiB。",
    ),
    "disk": (
        "Task {task} wrote more than the {limit_mib} MiB of disk that it has.",
        "任务 {task} 写入的数据超过磁盘配额 {limit_mib} MiB。",
    ),
    "processes": ("Task {task} started more processes than it may.", "任务 {task} 启动的进程数超过上限。"),
    "upload": (
        "Task {task} succeeded, but not all of its outputs could be stored: {problem}",
        "任务 {task} 已成功，但部分输出未能保存：{problem}",
    ),
    "health": ("Task {task} did not pass its health check: {problem}", "任务 {task} 未通过健康检查：{problem}"),
    "setup": ("Task {task} could not be set up: {problem}", "任务 {task} 准备失败：{problem}"),
    "platform": ("The platform lost task {task}: {problem}", "平台丢失了任务 {task}：{problem}"),
    "gave_up": (
        "The platform lost it {faults} times and does not repeat it again. {problem}",
        "平台已 {faults} 次丢失该工作负载，不再重试。{problem}",
    ),
    "no_room_again": (
        "After a fault of the platform it waited {minutes} minutes for room, and none came.",
        "平台故障后等待资源 {minutes} 分钟仍未获得。",
    ),
    "owner": (
        "User {user} may not act any more (disabled, deleted, or without the project), so it does not start.",
        "用户 {user} 已无法操作（被停用、删除或失去项目权限），因此不会启动。",
    ),
    "image_failed": ("Image {image} could not be provided: {problem}", "无法提供镜像 {image}：{problem}"),
    "workspace_deleted": ("Its workspace was deleted.", "所属工作空间已被删除。"),
    "project_deleted": ("Its project was deleted.", "所属项目已被删除。"),
    "engine_lost": (
        "The engine did not answer {attempts} times in a row: {problem}",
        "计算引擎连续 {attempts} 次无响应：{problem}",
    ),
}


def kept(key: str, **params: Any) -> dict[str, Any]:
    """Return what a row keeps of a reason."""
    return {"key": key, "params": params}


def say(value: Mapping[str, Any]) -> Reason:
    """Return the reason with its sentences."""
    key, params = value["key"], value["params"]
    text, zh = TEXTS[key]
    return Reason(key, text.format_map(params), zh.format_map(params), params)
