"""A replica for tests: `python replica_process.py NAME SOCKET`. It says what it was asked; some paths misbehave."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

NAME, SOCKET = sys.argv[1:3]
FLOODED: dict[str, Any] = {}


async def say(request: Request) -> Response:
    body = await request.body()
    told: dict[str, Any] = {"replica": NAME, "method": request.method, "path": request.url.path, "query": request.url.query}
    told |= {"headers": dict(request.headers), "bytes": len(body)}
    return JSONResponse(told, headers={"set-cookie": "modelyard_session=stolen", "x-of-the-model": "yes"})


async def wait(request: Request) -> Response:
    await asyncio.sleep(float(request.query_params["seconds"]))
    return JSONResponse({"replica": NAME})


async def count(request: Request) -> Response:
    """Leaves a line for each time that it is done, before it takes its time."""
    file = Path(request.query_params["file"])
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}{NAME}\n", encoding="utf-8")
    return await wait(request)


async def flood(request: Request) -> Response:
    """More than anybody reads; how much was taken of it until the caller was gone is told by `/flooded`."""

    async def parts() -> Any:
        for _ in range(int(request.query_params["megabytes"])):
            if await request.is_disconnected():
                break
            FLOODED["megabytes"] += 1
            yield b"x" * 2**20
        FLOODED["is_over"] = True

    FLOODED.update(megabytes=0, is_over=False)
    return StreamingResponse(parts())


async def flooded(_: Request) -> Response:
    return JSONResponse(FLOODED)


async def stream(request: Request) -> Response:
    async def parts() -> Any:
        for number in range(3):
            yield f"data: {number} {time.time()}\n\n"
            await asyncio.sleep(0.4)

    return StreamingResponse(parts(), media_type="text/event-stream")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"{NAME} {dict(socket.headers).get('x-modelyard-user-name', '')}")
    async for text in socket.iter_text():
        await socket.send_text(text)


METHODS = ["GET", "POST", "PUT", "DELETE"]
app = Starlette(
    routes=[
        Route("/wait", wait, methods=METHODS),
        Route("/count", count, methods=METHODS),
        Route("/flood", flood, methods=METHODS),
        Route("/flooded", flooded, methods=METHODS),
        Route("/stream", stream, methods=METHODS),
        WebSocketRoute("/socket", echo),
        Route("/{path:path}", say, methods=METHODS),
    ]
)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, uds=SOCKET, log_level="error", lifespan="off")
