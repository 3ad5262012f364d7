"""`python -m modelyard.server.migrations WHAT`: write the next step from what the models want and the steps give.

`--first` writes the first step anew instead; only until a release has carried it to somebody's home.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from modelyard.core.db import Database
from modelyard.server.migrations import schema


async def main() -> None:
    """Bring an empty database up to date, compare it with the models, write the difference."""
    if "--first" in sys.argv:
        for file in (schema.FOLDER / "versions").glob("[0-9]*.py"):
            file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        known = schema.known_revisions()
        if known:
            async with database.engine.begin() as connection:
                await connection.run_sync(schema.run, "upgrade", "head")
        async with database.engine.begin() as connection:
            number = f"{int(known[-1]) + 1 if known else 1:04d}"
            await connection.run_sync(schema.run, "revision", message=_message(), autogenerate=True, rev_id=number)
        await database.close()


def _message() -> str:
    if "--first" in sys.argv:
        return "first tables"
    return " ".join(sys.argv[1:]) or "change"


asyncio.run(main())
