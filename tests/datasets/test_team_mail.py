"""Messages to members: sent over a real connection, once, with a link that works; or refused with a reason."""

import re
from collections.abc import Iterator
from email import message_from_string

import httpx
import pytest
from pydantic import SecretStr

from labelling_team import PEOPLE, Team
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.team_mail import send_due
from modelyard.datasets.settings import DatasetsSettings, MailSettings
from modelyard.objects.testing import RuleGatekeeper
from postbox import Postbox

pytestmark = [pytest.mark.enable_socket]


def text_of(letter: str) -> str:
    """Return what a letter says."""
    content = message_from_string(letter).get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    yield box
    box.close()


@pytest.fixture
def settings(postbox: Postbox) -> DatasetsSettings:
    mail = MailSettings(host="127.0.0.1", port=postbox.port, security="none", sender="yard@example.com", password=SecretStr(""))
    return DatasetsSettings(mail=mail)


@pytest.fixture
def context(context: DatasetsContext, settings: DatasetsSettings, database: Database) -> DatasetsContext:
    return DatasetsContext(database, context.gatekeeper, context.objects, settings, context.clock)


@pytest.fixture
async def team(client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> Team:
    return await Team(client, gatekeeper).make(people=("ann",))


class TestSending:
    async def test_members_hear_of_a_task_once(self, team: Team, context: DatasetsContext, postbox: Postbox) -> None:
        await team.create()

        first, again = await send_due(context), await send_due(context)

        assert (first, again) == (1, 0)
        assert "To: ann@example.com" in postbox.letters[0]
        assert "/console/labelling-tasks" in text_of(postbox.letters[0])
        worker = (await team.show())["worker_stats"][0]
        assert worker["email_status"] == 3
        assert worker["last_notify_time"] > 0

    async def test_who_has_not_joined_gets_a_link_that_works(
        self, team: Team, context: DatasetsContext, postbox: Postbox
    ) -> None:
        path = f"/workforces/{team.team}/workers"
        await team.act("alice", "POST", path, {"emails": "bob@example.com", "role": PEOPLE["bob"]}, status=201)
        await team.create()
        await send_due(context)

        found = re.search(r"join#([0-9A-Za-z_-]+)", next(text_of(each) for each in postbox.letters if "To: bob@" in each))

        assert found is not None
        answer = await team.act("bob", "POST", "/workforces/invitations/accept", {"token": found[1]})
        assert answer["email"] == "bob@example.com"

    async def test_nobody_is_written_to_all_the_time(self, team: Team, context: DatasetsContext, clock: FixedClock) -> None:
        await team.create()
        await send_due(context)
        body = {"emails": ["ann@example.com"]}

        too_soon = await team.act("alice", "POST", f"{team.at}/notify", body, status=400)
        clock.advance(301)
        later = await team.act("alice", "POST", f"{team.at}/notify", body)

        assert too_soon["error_code"] == "ModelArts.4627"
        assert later["success"] is True

    async def test_each_address_is_judged_by_itself(self, team: Team, clock: FixedClock) -> None:
        await team.create()
        clock.advance(301)

        answer = await team.act("alice", "POST", f"{team.at}/notify", {"emails": ["ann@example.com", "who@example.com"]})

        assert [each["success"] for each in answer["results"]] == [True, False]

    async def test_a_server_that_does_not_answer_is_told(self, team: Team, context: DatasetsContext, postbox: Postbox) -> None:
        await team.create()
        postbox.close()

        assert await send_due(context) == 0
        assert (await team.show())["worker_stats"][0]["email_status"] == 2
