"""What projects used, on the wire."""

from modelyard.compute.schemas.wire import Shape


class UsedShape(Shape):
    """Hours of cores, of GiB of memory, of accelerator cards."""

    core_hours: float
    memory_gib_hours: float
    card_hours: float


class UsedOnDay(UsedShape):
    """What was used on one day. day: `2026-08-01`, UTC."""

    day: str


class UsedByKind(UsedShape):
    """What workloads of one kind used, for example `training.job`."""

    owner_type: str


class RunningShape(Shape):
    """What is held at this moment."""

    workloads: int
    tasks: int
    cores: float
    cards: int


class UsageAnswer(UsedShape):
    """What a project used in all, by day and by kind, and what runs now."""

    days: list[UsedOnDay]
    kinds: list[UsedByKind]
    running: RunningShape
