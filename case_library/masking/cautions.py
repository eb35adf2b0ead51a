"""What the person who confirms a masked case is told: facts that are rare together."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from case_library.precedent import Precedent

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"
_RARE_TOGETHER = 3
_ONE_OF_ITS_KIND = 2
"""What a fact counts of which there is one in a place: with any other it may tell who it was."""


@cache
def _raw() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def warnings_about(case: Precedent, *, parties_known: bool = True) -> tuple[str, ...]:
    """Give what to look at in a masked case, in Chinese.

    Args:
        case: the masked case.
        parties_known: whether names of the parties were known when it was masked.
    """
    return (*rare_combinations(case), *(() if parties_known else (_raw()["no_parties"],)))


def rare_combinations(case: Precedent) -> Iterator[str]:
    """Give a warning where facts stand together that are harmless alone and may tell together who it was."""
    text = f"{case.title}\n{case.story}\n{case.result}"
    unique = [name for name, form in _raw()["one_of_its_kind"].items() if re.search(form, text)]
    together = [name for name, form in _raw()["rare"].items() if re.search(form, text)]
    if _ONE_OF_ITS_KIND * len(unique) + len(together) >= _RARE_TOGETHER:
        yield _raw()["warning"].format(facts="、".join([*unique, *together]))
