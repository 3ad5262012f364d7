"""Carries team tasks on, sends messages to members, and writes the counts of the day down."""

from datetime import timedelta

from modelyard.core.loops import OnDemand, Periodic
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.labelling_days import write_down
from modelyard.datasets.service.team_mail import send_due
from modelyard.datasets.service.team_work import LOOP, run_due

_EVERY = timedelta(seconds=10)
_DAYS_EVERY = timedelta(minutes=10)


class TeamLoop(OnDemand):
    """Takes the steps of team tasks that are due, then sends what is to be sent."""

    def __init__(self, context: DatasetsContext) -> None:
        super().__init__(LOOP, _EVERY, self.work)
        self._context = context
        context.database.on_wake(LOOP, self.wake)

    async def work(self) -> None:
        """Do all that is due."""
        await run_due(self._context)
        await send_due(self._context)


def days(context: DatasetsContext) -> Periodic:
    """Return what writes counts down."""
    return Periodic("datasets.days", _DAYS_EVERY, lambda: write_down(context))
