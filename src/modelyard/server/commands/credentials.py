"""`modelyard credentials`: the keys of the first administrator, in the form that clients want."""

import argparse
import csv
import json
import shlex
import sys

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import NotYetStarted
from modelyard.server.home import find_home, read_status


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the form of the output."""
    add_home(parser)
    parser.add_argument(
        "--format", choices=["env", "json", "csv"], default="env", help="env for a shell (default), json or csv"
    )


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Print the credentials. They are secrets: whoever reads the output is the administrator."""
    home = find_home(arguments.home)
    try:
        known = json.loads(home.administrator_file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotYetStarted(home=str(home.path)) from error
    addresses = (read_status(home) or {}).get("endpoints", {})
    values = {
        "HUAWEICLOUD_SDK_AK": known["access_key"],
        "HUAWEICLOUD_SDK_SK": known["secret_key"],
        "HUAWEICLOUD_SDK_PROJECT_ID": known["project_id"],
        "HUAWEICLOUD_SDK_DOMAIN_ID": known["domain_id"],
        "MODELYARD_ENDPOINT": addresses.get("api", ""),
        "OBS_ENDPOINT": addresses.get("storage", ""),
        "MODELYARD_DOMAIN": known["domain_name"],
        "MODELYARD_USER": known["user_name"],
        "MODELYARD_PASSWORD": known["password"],
    }
    if arguments.format == "json":
        print(json.dumps(values, indent=2))
    elif arguments.format == "csv":
        # The file that the console of the cloud hands out for a key.
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(["User Name", "Access Key Id", "Secret Access Key"])
        rows.writerow([known["user_name"], known["access_key"], known["secret_key"]])
    else:
        for name, value in values.items():
            print(f"{name}={shlex.quote(value)}")
    return 0
