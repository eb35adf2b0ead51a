"""The command `fengqiao` (also `python -m bot`): finds the subcommands, runs one, turns errors into one clear line."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from bot import commands
from bot.errors import AssistantError

FAILURE, WRONG_INPUT, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Returns:
        0 on success, 2 on wrong usage or bad input, 1 on a failure of ours.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="fengqiao", description="法律咨询、矛盾纠纷分流和人民调解转接助手", epilog="每个子命令都有 --help。"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="命令", required=True)
    modules = {module.__name__.rpartition(".")[2]: module for module in _commands(given)}
    for module in modules.values():
        module.add_parser(subparsers)
    chosen = parser.parse_args(given)
    try:
        status: int = modules[chosen.command].run(chosen)
    except AssistantError as error:
        print(f"{error.message}{error.hint}", file=sys.stderr)
        return FAILURE if error.status >= 500 else WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has left; Python would complain once more while it closes it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    return status


def _commands(given: Sequence[str]) -> list[ModuleType]:
    """The modules of `bot.commands` that are commands; only the one that is asked for, where one is named.

    A name with a hyphen lives in a file with an underscore. Importing one instead of all keeps a start quick.
    """
    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    asked = given[0].replace("-", "_") if given else ""
    wanted = [asked] if asked in names else names
    found = [importlib.import_module(f"bot.commands.{name}") for name in wanted]
    return [module for module in found if hasattr(module, "add_parser")]


if __name__ == "__main__":
    sys.exit(main())
