"""What operators' tools ask: does the process live, can it serve, what is the contract."""

from pathlib import Path

import yaml
from aiohttp import web

from bot.web.json_body import json_answer
from bot.web.keys import DESK, STOPPING

OPENAPI = Path(__file__).with_name("openapi.yaml")


async def healthz(_request: web.Request) -> web.Response:
    """GET /healthz: the process answers."""
    return json_answer({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """GET /readyz: the database answers and nothing is being shut down."""
    if request.config_dict[STOPPING].is_set():
        return json_answer({"status": "stopping"}, status=503)
    try:
        async with request.config_dict[DESK].unit_of_work():
            pass
    except Exception:  # noqa: BLE001 - whatever the database says, the answer is "not ready"
        return json_answer({"status": "database does not answer"}, status=503)
    return json_answer({"status": "ready"})


async def openapi(_request: web.Request) -> web.Response:
    """GET /api/v1/openapi.json: the description of the API as committed."""
    return json_answer(yaml.safe_load(OPENAPI.read_text("utf-8")))
