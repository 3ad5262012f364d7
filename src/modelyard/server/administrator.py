"""The first administrator: names, secrets and ids are chosen once, before the first start, and kept in the home.

The file is written before the database knows of them, so that a crash in between loses nothing: the next start makes the
same administrator.
"""

import json
import secrets
import string

from modelyard.core.ids import new_id
from modelyard.server.home import Home, write_once
from modelyard.server.settings import PlatformSettings

_LETTERS = string.ascii_letters + string.digits


def ensure(home: Home, settings: PlatformSettings) -> None:
    """Choose the administrator of a new home; does nothing when one was chosen already."""
    if home.administrator_file.exists():
        return
    chosen = {
        "domain_id": new_id(),
        "domain_name": settings.iam.first_domain_name,
        "project_id": new_id(),
        "project_name": settings.iam.region_id,
        "user_id": new_id(),
        "user_name": settings.iam.first_user_name,
        "password": new_password(),
        # The shapes that the public cloud's keys have; some clients check them.
        "access_key": "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(20)),
        "secret_key": "".join(secrets.choice(_LETTERS) for _ in range(40)),
    }
    write_once(home.administrator_file, (json.dumps(chosen, indent=1) + "\n").encode())


def new_password() -> str:
    """Return a random password of 20 characters with all kinds that password rules ask for."""
    while True:
        password = "".join(secrets.choice(_LETTERS + "-_@") for _ in range(20))
        kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_@")
        if all(set(password) & set(kind) for kind in kinds):
            return password
