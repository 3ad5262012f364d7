"""Wire shape of a request for a dataset that may come with its first team task."""

from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.schemas.team_tasks import TeamTaskCreate
from modelyard.datasets.schemas.teams import TeamName


class FirstTeamTask(TeamTaskCreate):
    """The team task that a new dataset begins with."""

    task_name: TeamName


class NewDataset(DatasetCreate):
    """A dataset to create. workforce_information: a team task that begins with it."""

    workforce_information: FirstTeamTask | None = None
