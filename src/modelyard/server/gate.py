"""The gate process: `python -m modelyard.server.gate HOME`. Started by the overseer, asked by the gateway."""

import asyncio
import gc
import logging
import signal
import sys
from pathlib import Path

import uvloop

from modelyard.core.db import Database
from modelyard.core.sealing import Sealer
from modelyard.iam import service as iam
from modelyard.objects.gate.answers import Answers
from modelyard.objects.gate.checks import Checks
from modelyard.objects.gate.server import Gate, listen
from modelyard.objects.gate.store import ExternalClient, SocketStore
from modelyard.objects.gate.upkeep import Upkeep
from modelyard.objects.rules.external import external_store
from modelyard.server.home import Home
from modelyard.server.logs import configure_logging
from modelyard.server.settings import PlatformSettings, database_url, iam_settings, settings_of
from modelyard.serving.gate import server as serving_gate
from modelyard.serving.gate.checks import Checks as ServingChecks

log = logging.getLogger(__name__)


async def serve(home: Home, settings: PlatformSettings) -> None:
    """Serve until told to stop; what is under way then is finished."""
    database = Database(database_url(settings, home), pool_size=2)
    context = iam.IAMContext(sealer=Sealer(home.master_key_file.read_bytes()), settings=iam_settings(settings))
    external = external_store(settings.objects)
    store = SocketStore(home.storage_socket) if external is None else ExternalClient(external)
    checks = Checks(
        database,
        context,
        settings.objects,
        store,
        domains=storage_domains(settings),
        data=home.storage if external is None else None,
        external=external,
        trusted_hops=settings.gateway.trusted_proxy_hops,
    )
    gate = Gate(checks, Answers(database, settings.objects, store, checks))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    servers = await listen(gate, check_socket=home.gate_check_socket, serve_socket=home.gate_serve_socket)
    servers.append(await serving_gate.listen(serving_gate.Gate(ServingChecks(database, context)), home.gate_serving_socket))
    upkeep = asyncio.create_task(Upkeep(database, store, checks.callers).run(stop))
    gc.collect()
    gc.freeze()
    await stop.wait()
    for server in servers:
        server.close()
    await upkeep
    checks.close()
    await database.close()


def storage_domains(settings: PlatformSettings) -> tuple[str, ...]:
    """Return the names of the storage port below which a host names a bucket, in lower case."""
    names = (settings.gateway.public_host, "localhost", *settings.objects.domains)
    return tuple(dict.fromkeys(name.lower() for name in names if name and not _is_address(name)))


def _is_address(name: str) -> bool:
    return ":" in name or name.replace(".", "").isdigit()


def main() -> None:
    """Run the gate."""
    home = Home(Path(sys.argv[1]))
    settings = settings_of(home)
    configure_logging(settings.log.level)
    uvloop.run(serve(home, settings))


if __name__ == "__main__":
    main()
