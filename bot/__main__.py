"""The command `fengqiao` (also `python -m bot`): finds the subcommands, runs one, turns errors into one clear line."""

import argparse
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from bot import commands
from bot.errors import AssistantError

ASK_AGAIN = "请用 FENGQIAO_LOG_LEVEL=debug 再运行一次，把完整的出错信息发给维护者。"
FAILURE, WRONG_INPUT, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Returns:
        0 on success, 2 on wrong usage or bad input, 1 on a failure of ours.
    """
    # Messages are short: many threads for one of them cost twice the time of one. Libraries read this at their import.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="fengqiao", description="法律咨询、矛盾纠纷分流和人民调解转接助手", epilog="每个子命令都有 --help。"
    )
    parser.add_argument("--version", action="version", version=f"fengqiao {version('fengqiao')}")
    subparsers = parser.add_subparsers(dest="command", metavar="命令", required=True)
    modules = {module.__name__.rpartition(".")[2]: module for module in _commands(given)}
    for module in modules.values():
        module.add_parser(subparsers)
    chosen = parser.parse_args(given)
    try:
        _name_slips()
        status: int = modules[chosen.command].run(chosen)
        sys.stdout.flush()  # a reader who has left is met here, not while Python closes
    except AssistantError as error:
        print(f"{error.message}{error.hint}", file=sys.stderr)
        return FAILURE if error.status >= 500 else WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has left; Python would complain once more while it closes it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except Exception as error:
        if os.environ.get("FENGQIAO_LOG_LEVEL", "").lower() == "debug":
            raise
        place = _place(error)
        print(f"程序内部出错：{type(error).__name__}（{place}）。{ASK_AGAIN}", file=sys.stderr)
        return FAILURE
    return status


def _name_slips() -> None:
    """Say which names of settings nobody reads; they stop nothing."""
    from bot.settings import read_dotenv, unknown_names

    for name, near in unknown_names({**read_dotenv(Path(".env")), **os.environ}):
        print(f"没有 {name} 这个设置，不起作用。" + (f"是不是想写 {near}？" if near else ""), file=sys.stderr)


def _place(error: BaseException) -> str:
    """Where in our own files it went wrong; the last frame often lies in a library and says little."""
    frames = traceback.extract_tb(error.__traceback__)
    house = str(Path(__file__).resolve().parents[1])
    ours = [frame for frame in frames if frame.filename.startswith(house) and "site-packages" not in frame.filename]
    frame = (ours or frames)[-1]
    return f"{frame.filename.removeprefix(house).lstrip('/')}:{frame.lineno}"


def _commands(given: Sequence[str]) -> list[ModuleType]:
    """The modules of `bot.commands` that are commands; only the one that is asked for, where one is named.

    A name with a hyphen lives in a file with an underscore. Importing one instead of all keeps a start quick.
    """
    names = [module.name for module in pkgutil.iter_modules(commands.__path__) if _is_command(module.name)]
    asked = given[0].replace("-", "_") if given else ""
    wanted = [asked] if asked in names else names
    return [importlib.import_module(f"bot.commands.{name}") for name in wanted]


def _is_command(name: str) -> bool:
    """A command has `add_parser`; what commands share has none, and looking at the text imports nothing."""
    source = pkgutil.get_data(commands.__name__, f"{name}.py") or b""
    return b"\ndef add_parser(" in source


if __name__ == "__main__":
    sys.exit(main())
