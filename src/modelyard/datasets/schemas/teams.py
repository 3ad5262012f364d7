"""Wire shapes of teams and members. Times are milliseconds. Ours are marked."""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from modelyard.core.text import Line
from modelyard.datasets.schemas.datasets import Description, Loose

TeamName = Annotated[Line, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Address = Annotated[
    Line, StringConstraints(min_length=1, max_length=255, strip_whitespace=True, pattern=r"""^[^\s!<>=&"'^,;:()\[\]\\]+$""")
]
MemberRole = Annotated[int, Loose, Field(ge=0, le=2)]
UserId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
MemberId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$")]
Token = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z_-]+$")]


class TeamCreate(BaseModel):
    """A team to make. Ours: `workspace_id`."""

    workforce_name: TeamName
    description: Description = ""
    workspace_id: Annotated[str, StringConstraints(pattern=r"^(0|[0-9a-f]{32}|[0-9a-f-]{36})$")] = "0"


class TeamUpdate(BaseModel):
    """What changes of a team."""

    workforce_name: TeamName | None = None
    description: Description | None = None


class MemberCreate(BaseModel):
    """A member to add. emails: one address. Ours: `user_id`, of a user of the platform, who then needs no invitation."""

    model_config = ConfigDict(populate_by_name=True)

    emails: Annotated[Address | None, Field(validation_alias=AliasChoices("emails", "email"))] = None
    role: MemberRole
    description: Description = ""
    user_id: UserId | None = None


class MemberUpdate(BaseModel):
    """What changes of a member; his address does not."""

    role: MemberRole | None = None
    description: Description | None = None


class MembersDelete(BaseModel):
    """Ids of members to remove."""

    workers: Annotated[list[MemberId], Field(min_length=1, max_length=100)]


class InvitationAccept(BaseModel):
    """The secret part of an invitation link."""

    token: Token


class CreatedTeam(BaseModel):
    """The id of a new team."""

    workforce_id: str


class CreatedMember(BaseModel):
    """Ours: the id of a new member."""

    worker_id: str


class Nothing(BaseModel):
    """An answer without content, as clients of the public API expect it."""


class TeamAnswer(BaseModel):
    """A team as it is shown."""

    workforce_id: str
    workforce_name: str
    description: str
    worker_count: int
    create_time: int
    update_time: int
    workspace_id: str


class TeamList(BaseModel):
    """A page of teams."""

    total_number: int
    workforces: list[TeamAnswer]


class MemberAnswer(BaseModel):
    """A member as he is shown. Ours: `user_name`, once he has joined, and `workforce_name`."""

    worker_id: str
    workforce_id: str
    workforce_name: str
    email: str
    role: int
    status: int
    description: str
    user_name: str | None = None
    create_time: int
    update_time: int


class MemberList(BaseModel):
    """A page of members."""

    total_number: int
    workers: list[MemberAnswer]


class Invitation(BaseModel):
    """Ours: an invitation; its token is shown this once. path: of the console's page that takes it."""

    token: str
    path: str
    email: str
    expire_time: int


class Joined(BaseModel):
    """Ours: what somebody has joined."""

    worker_id: str
    workforce_id: str
    workforce_name: str
    email: str
    role: int
