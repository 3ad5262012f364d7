"""`python -m model_service serve|check|batch`: a model package behind HTTP, judged, or asked about many files."""

from __future__ import annotations

import argparse
import logging
import sys

from model_service.runtime.settings import SettingsProblem, read_settings


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m model_service", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="answer requests for predictions")
    serve.add_argument("--package", required=True, help="folder of the model package")
    serve.add_argument("--socket", default="", help="unix socket to listen on")
    serve.add_argument("--host", default="0.0.0.0", help="address to listen on when no socket is given")
    serve.add_argument("--port", type=int, default=8080, help="port to listen on when no socket is given")
    check = commands.add_parser("check", help="load the model and say in JSON what was found")
    check.add_argument("--package", required=True, help="folder of the model package")
    many = commands.add_parser("batch", help="ask the model about many files")
    many.add_argument("--package", required=True, help="folder of the model package")
    many.add_argument("--input", required=True, help="a file, a folder, or a manifest with lines {'source': PATH}")
    many.add_argument("--output", required=True, help="folder for results; a second run goes on where the first ended")
    many.add_argument("--mapping", default="", help="JSON schema of a request whose leaves name columns of CSV files")
    many.add_argument("--field", default="images", help="field that files are sent in, where the model takes forms")
    options = parser.parse_args()
    try:
        settings = read_settings()
    except SettingsProblem as problem:
        sys.exit(f"model_service: {problem}")
    logging.basicConfig(
        stream=sys.stderr if options.command == "check" else sys.stdout,
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if options.command == "check":
        from model_service.runtime.check import check as run_check

        sys.exit(run_check(options.package, settings))
    if options.command == "batch":
        from model_service.runtime.batch import batch

        given = {"mapping": options.mapping, "field": options.field}
        sys.exit(batch(options.package, options.input, options.output, settings, **given))
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        from model_service.runtime import server
    except ImportError as error:
        sys.exit(f"model_service: {error}. Serving needs uvicorn and httptools in the image.")
    server.leave(server.serve(options.package, settings, path=options.socket, host=options.host, port=options.port))


if __name__ == "__main__":
    main()
