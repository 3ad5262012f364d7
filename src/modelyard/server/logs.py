"""Log lines of the API: one JSON object each, with stable event names and ids as fields."""

import logging
import sys
import time
from typing import Any

import orjson

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JSONLines(logging.Formatter):
    """Renders a record as one JSON object: at, level, logger, event, the extra fields, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "at": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        fields.update({name: value for name, value in vars(record).items() if name not in _STANDARD})
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(fields, default=str).decode()


def configure_logging(level: str) -> None:
    """Send everything to stderr as JSON lines; the overseer keeps the file."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JSONLines())
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    # Its start and stop messages are prose without ids.
    for chatty in ("uvicorn", "httpx"):  # a line a request is the gateway's business
        logging.getLogger(chatty).setLevel("WARNING")
