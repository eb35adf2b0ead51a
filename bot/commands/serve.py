"""`fengqiao serve`: web chat, staff console and API in one process, until it is told to stop."""

import argparse
import asyncio
import os
import signal
import socket
import sys
from dataclasses import replace
from typing import Any

from bot.errors import BadInput
from bot.settings import Settings, read_environment

SHUTDOWN_SECONDS = 5.0
"""Requests under way may take this long after the signal to stop."""


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("serve", help="启动市民聊天页、工作台和接口")
    parser.add_argument("--host", metavar="地址", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=_port, metavar="端口", help="监听端口，默认 8080；0 表示自动选一个空闲的")
    parser.add_argument("--demo", action="store_true", help="使用示例机构和示例人员，并打印他们的登录链接")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("端口应为 0 到 65535 之间的整数")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    settings = read_environment()
    settings = replace(
        settings,
        host=arguments.host or settings.host,
        port=settings.port if arguments.port is None else arguments.port,
        demo=settings.demo or arguments.demo,
    )
    listener = listen(settings)  # before the seconds of loading: a port in use is said at once
    try:
        settings = replace(settings, port=listener.getsockname()[1])
        asyncio.run(_serve(settings, listener))
    finally:
        listener.close()
    return 0


def listen(settings: Settings) -> socket.socket:
    """Open the listening socket.

    Raises:
        BadInput: the port is in use, or the address is none of this machine's.
    """
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        raise BadInput(f"监听地址 {settings.host} 不能用。", hint="本机用 127.0.0.1，所有网卡用 0.0.0.0。") from None
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
        listener.setblocking(False)
    except OSError as problem:
        listener.close()
        raise BadInput(
            f"{settings.host} 的端口 {settings.port} 不能用（{problem.strerror}）。",
            hint="可能已被别的程序占用；换一个：fengqiao serve --port 8081（或 make serve PORT=8081）。",
        ) from None
    return listener


async def _serve(settings: Settings, listener: socket.socket) -> None:
    from aiohttp import web

    from bot.assemble import assemble
    from bot.commands.demo_staff import sample_staff_links
    from bot.secret_key import prepare_data_dir
    from bot.storage.migrate import migrate
    from bot.web.keys import DESK
    from bot.web.request_log import set_up_logging

    set_up_logging(settings.log_level, settings.log_format)
    prepare_data_dir(settings.data_dir)
    print("正在准备数据库、法条和案例……", file=sys.stderr, flush=True)
    await asyncio.to_thread(migrate, settings.database_url)
    app = assemble(settings)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, handle_signals=False)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, stop.set)
    try:
        await runner.setup()
        await web.SockSite(runner, listener).start()
        print(f"市民聊天  {settings.origin}/\n工作台    {settings.origin}/console", flush=True)
        if settings.demo:
            print("示例人员的登录链接（每个只能用一次，重新启动会换新的）：")
            for name, token in await sample_staff_links(app[DESK]):
                print(f"  {name}  {settings.origin}/console/sign-in?token={token}")
            sys.stdout.flush()
        await stop.wait()
        print("正在停止……", file=sys.stderr, flush=True)
    finally:
        await runner.cleanup()
