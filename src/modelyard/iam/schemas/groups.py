"""Groups on the wire."""

from modelyard.iam.schemas.directory import Description, EntryId, Milliseconds, Shape, ShortLine
from modelyard.iam.schemas.links import Links


class GroupCreate(Shape):
    """A group to be."""

    name: ShortLine
    description: Description = ""
    domain_id: EntryId | None = None


class GroupUpdate(Shape):
    """Changes of a group; what is not given stays."""

    name: ShortLine | None = None
    description: Description | None = None
    domain_id: EntryId | None = None


class Group(Shape):
    """A group. `create_time` in milliseconds since the epoch."""

    id: str
    name: str
    domain_id: str
    description: str
    create_time: Milliseconds
    links: Links


class GroupCreateBody(Shape):
    """Body of KeystoneCreateGroup."""

    group: GroupCreate


class GroupUpdateBody(Shape):
    """Body of KeystoneUpdateGroup."""

    group: GroupUpdate


class GroupAnswer(Shape):
    """One group."""

    group: Group


class GroupList(Shape):
    """Groups, by name."""

    groups: list[Group]
    links: Links
