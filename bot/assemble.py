"""The only file that knows every adapter: settings in, a web application out."""

import asyncio
import contextlib
import logging
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.web_chat import add_web_chat
from bot.console.routes import add_console
from bot.domain.ladder import SHIPPED, ImpossibleLadderError, LadderPlan, read_plan
from bot.errors import BadInput
from bot.paper.office_program import OfficeProgram
from bot.paper.press import PaperPress
from bot.paper.transcript_paper import PaperTranscripts
from bot.secret_key import secret_key
from bot.service.ask_performance import ask_performance
from bot.service.case_uploads import forget_old_uploads
from bot.service.climb_ladder import climb_ladder
from bot.service.compare_files import compare_files
from bot.service.deliver_replies import run_deliveries
from bot.service.erase_expired import erase_expired
from bot.service.follow_cases import follow_cases
from bot.service.front_desk import DeskSettings, FrontDesk
from bot.service.read_report import MonthlyReport
from bot.service.reference_room import ReferenceRoom
from bot.service.remind_deadlines import remind_deadlines
from bot.service.requeue_vanished import requeue_vanished
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.case_store import SqlCaseStore
from bot.web.errors import answer_errors
from bot.web.headers import add_security_headers
from bot.web.health import healthz, openapi, readyz
from bot.web.keys import (
    BANNER,
    DESK,
    FILE_LIMIT,
    MESSAGE_LIMIT,
    METRICS,
    OPEN_STREAMS,
    PRESS,
    ROOM,
    SESSION_LIMIT,
    SETTINGS,
    SIGN_IN_LIMIT,
    SIGNER,
    STATIC,
    STOPPING,
    TEMPLATES,
    TRANSCRIPTS,
    WORKBOOK,
)
from bot.web.metrics import Metrics
from bot.web.pages import load_templates
from bot.web.public_statistics import add_public_statistics
from bot.web.rate_limit import RateLimit
from bot.web.request_log import log_requests
from bot.web.signing import Signer
from bot.web.static_files import StaticFiles
from case_library.errors import CaseLibraryError
from case_library.store import CaseStore
from knowledge.data_files import BrokenDataFileError
from knowledge.directory_file import DirectoryError
from knowledge.yaml_lines import DataFileError

log = logging.getLogger("fengqiao.house")

LADDER_FILE = "ladder.yaml"
"""In the data folder: the office's own copy of bot/domain/ladder.yaml."""
LARGEST_BODY = 256 * 1024
"""Bytes: ten thousand characters, each escaped in the longest way, fit in."""
Step = Callable[[FrontDesk], Awaitable[object]]
SOMEBODY_WAITS: Sequence[Step] = (requeue_vanished, climb_ladder)
"""Talks of vanished staff, steps of the ladder and alarms that are due: nothing slower stands before them."""
NOBODY_WAITS: Sequence[Step] = (erase_expired, forget_old_uploads, remind_deadlines, ask_performance, compare_files)
ROUND_SECONDS = 20.0
"""How often these things are looked for."""


def assemble(
    settings: Settings, room: ReferenceRoom | None = None, *, rules: DeskSettings | None = None
) -> web.Application:
    """Build the application; storage opens when it starts and closes when it stops.

    Args:
        settings: what the operator chose.
        room: loaded knowledge, where the caller has it already; loading takes seconds.
        rules: rules of the house other than the usual ones.
    """
    static = StaticFiles.load()
    metrics = Metrics()
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[log_requests, answer_errors])
    app[SETTINGS] = settings
    office_program = OfficeProgram(settings.soffice)
    app[PRESS] = PaperPress(settings.templates_path, office_program)
    app[WORKBOOK] = _workbook
    app[STATIC] = static
    app[METRICS] = metrics
    app[TEMPLATES] = load_templates(static)
    app[SIGNER] = Signer(secret_key(settings))
    app[STOPPING] = asyncio.Event()
    app[TRANSCRIPTS] = PaperTranscripts(office_program)
    app[OPEN_STREAMS] = Counter()
    app[MESSAGE_LIMIT] = RateLimit(settings.messages_per_minute, "您发得太快了，请稍等一会儿再发。")
    app[FILE_LIMIT] = RateLimit(settings.files_per_minute, "您发文件发得太快了，请稍等一会儿再发。")
    app[SESSION_LIMIT] = RateLimit(settings.sessions_per_minute, "现在访问的人太多，请稍等一会儿再试。")
    app[SIGN_IN_LIMIT] = RateLimit(settings.sign_ins_per_minute, "试的次数太多了，请过一分钟再试。")
    app.on_response_prepare.append(add_security_headers(https=settings.secure_cookies))
    app.on_shutdown.append(_end_streams)
    app.cleanup_ctx.append(_open_desk(settings, room, rules))
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics.serve)
    app.router.add_get("/api/v1/openapi.json", openapi)
    app.router.add_get("/static/{digest}/{name:.+}", static.serve)
    add_web_chat(app)
    add_console(app)
    add_public_statistics(app)
    if settings.telegram_token:
        _add_telegram(app, settings)
    return app


def _add_telegram(app: web.Application, settings: Settings) -> None:
    """Telegram, and the deliveries of what could not be said in an answer; the web fetches its messages itself."""
    from bot.channels.telegram import open_telegram  # 0.3 s that nobody without Telegram should wait

    channel = open_telegram(
        settings.telegram_token,
        base_url=settings.telegram_base_url,
        answer_seconds=settings.telegram_answer_seconds,
        secret_key=secret_key(settings),
        public_url=settings.public_url,
    )
    channel.add_routes(app)

    @contextlib.asynccontextmanager
    async def telegram(app: web.Application) -> AsyncIterator[None]:
        stop = asyncio.Event()
        async with channel.running(app[DESK]):
            deliveries = asyncio.create_task(run_deliveries(app[DESK], [channel.courier], stop))
            try:
                yield
            finally:
                stop.set()
                await asyncio.gather(deliveries, return_exceptions=True)

    app.cleanup_ctx.append(telegram)


def _workbook(monthly: MonthlyReport, unit: str, made_at: datetime) -> bytes:
    from bot.paper.report_workbook import monthly_workbook  # Excel is loaded by the first who asks for it

    return monthly_workbook(monthly, unit, made_at)


async def _end_streams(app: web.Application) -> None:
    """Open streams end first, so that the pages come back to the next process at once."""
    app[STOPPING].set()


def _house_rules(settings: Settings) -> DeskSettings:
    """The usual rules, with what the operator set."""
    return DeskSettings(
        retention=timedelta(days=settings.retention_days) if settings.retention_days else None,
        ladder=load_ladder(settings),
        contact_tries=settings.contact_tries,
        invitation_lifetime=timedelta(days=settings.invitation_days),
    )


def _open_desk(
    settings: Settings, room: ReferenceRoom | None, rules: DeskSettings | None
) -> Callable[[web.Application], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def desk(app: web.Application) -> AsyncIterator[None]:
        case_store = SqlCaseStore(settings.database_url) if room is None else None
        loaded = room if room is not None else await asyncio.to_thread(load_room, settings, case_store)
        storage = open_storage(settings.database_url)
        # an earlier version kept files that wait to be imported in this folder; nobody would delete them any more
        await asyncio.to_thread(shutil.rmtree, settings.data_dir / "case_uploads", ignore_errors=True)
        app[DESK] = FrontDesk(
            unit_of_work=storage.unit_of_work,
            announcer=storage.announcer,
            room=loaded,
            settings=rules or _house_rules(settings),
        )
        app[ROOM] = loaded
        app[BANNER] = banner(settings, loaded)
        beside = [
            asyncio.create_task(_rounds(app[DESK], SOMEBODY_WAITS, ROUND_SECONDS)),
            asyncio.create_task(_rounds(app[DESK], NOBODY_WAITS, ROUND_SECONDS)),
            asyncio.create_task(follow_cases(app[DESK], loaded.cases.refresh)),
        ]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await storage.close()
            if case_store is not None:
                await asyncio.to_thread(case_store.close)

    return desk


async def _rounds(desk: FrontDesk, steps: Sequence[Step], seconds: float) -> None:
    """Take these steps now and then, one after the other; a failed one is tried again in the next round."""
    while True:
        await asyncio.sleep(seconds)
        for step in steps:
            await _without_failing(step, desk)


async def _without_failing(step: Step, desk: FrontDesk) -> None:
    try:
        await step(desk)
    except Exception as error:  # noqa: BLE001 - a round must not end the rounds
        log.warning("round failed", extra={"step": step.__name__, "error": type(error).__name__})


def load_ladder(settings: Settings) -> LadderPlan:
    """Load what happens when nobody answers in time: the office's own plan, or else the one that is shipped."""
    own = settings.data_dir / LADDER_FILE
    try:
        return read_plan(own) if own.exists() else SHIPPED
    except ImpossibleLadderError as problem:
        raise BadInput(f"应答阶梯的文件有问题：{problem}。", hint="改正这个文件后再启动。") from None


def load_room(settings: Settings, case_store: CaseStore | None) -> ReferenceRoom:
    """Load law, guidance, directory and cases; the directory is the operator's, or else the sample."""
    try:
        return ReferenceRoom.load(settings.data_dir, settings.directory_path, case_store=case_store)
    except (DataFileError, BrokenDataFileError, DirectoryError, CaseLibraryError) as problem:
        raise BadInput(str(problem), hint="改正这个文件后再启动。") from None


def banner(settings: Settings, room: ReferenceRoom) -> str:
    """What every page says first: that this is a demonstration, or that no directory was imported yet."""
    if settings.demo:
        return "演示系统：机构和人员都是示例，勿填真实信息"
    if room.directory.sample:
        return "本单位的机构名录还没有导入，现在显示的是示例名录。"
    return ""
