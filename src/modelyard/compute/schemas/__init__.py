"""Shapes that compute takes and gives: to other capabilities (`workloads`), and on the wire (`pools`, `flavors`)."""

from modelyard.compute.schemas.workloads import Attempt, Task, TaskPlace, Workload, WorkloadCreate

__all__ = ["Attempt", "Task", "TaskPlace", "Workload", "WorkloadCreate"]
