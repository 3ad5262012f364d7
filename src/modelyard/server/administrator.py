"""The first administrator: made at the first start, his secrets kept in a file of the home."""

import json

from modelyard.core.db import Database
from modelyard.iam import service as iam
from modelyard.server.home import Home, write_atomically


async def ensure(database: Database, context: iam.IAMContext, home: Home) -> None:
    """Bring into place what must be there before anybody can come in; harmless at every start."""
    async with database.session() as db:
        await iam.ensure_ready(db, context)
        made = await iam.ensure_first_administrator(db, context)
        if made is not None:
            # Before the commit: an account that nobody can enter would be worse than a file that opens nothing.
            write_down(home, made)


def write_down(home: Home, made: iam.FirstAdministrator) -> None:
    """Keep the secrets where `modelyard credentials` finds them; readable for the owner of the home alone."""
    kept = {
        "domain_id": made.domain_id,
        "domain_name": made.domain_name,
        "project_id": made.project_id,
        "project_name": made.project_name,
        "user_id": made.user_id,
        "user_name": made.user_name,
        "password": made.password,
        "access_key": made.access,
        "secret_key": made.secret,
    }
    write_atomically(home.administrator_file, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
