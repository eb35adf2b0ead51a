"""What the person who confirms a masked case is told: facts that are rare together, words that might be names."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from case_library.masking.doubts import words_to_look_at
from case_library.masking.texts import texts_of
from case_library.precedent import Precedent

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"
_RARE_TOGETHER = 3


@cache
def _raw() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def warnings_about(
    case: Precedent, *, parties_known: bool = True, settled: Collection[str] | None = frozenset()
) -> tuple[str, ...]:
    """Give what to look at in a masked case, in Chinese; it reads the whole text (some 0.1 s a page).

    Args:
        case: the masked case.
        parties_known: whether names of the parties were known when it was masked.
        settled: words that a person has put back; None where all that might be a name is hidden anyway.
    """
    warnings = list(rare_combinations(case))
    if settled is not None and (words := _words_to_look_at(case, settled)):
        warnings.append(_raw()["look_again"].format(words="、".join(f"【{word}】" for word in words)))
    return (*warnings, *(() if parties_known else (_raw()["no_parties"],)))


def _words_to_look_at(case: Precedent, settled: Collection[str]) -> Iterable[str]:
    texts = (text for text in texts_of(case) if text)
    return dict.fromkeys(word for text in texts for word in words_to_look_at(text, settled))


def rare_combinations(case: Precedent) -> Iterator[str]:
    """Give a warning where facts stand together that are harmless alone and may tell together who it was."""
    text = f"{case.title}\n{case.story}\n{case.result}"
    together = [name for name, form in _raw()["rare"].items() if re.search(form, text)]
    if len(together) >= _RARE_TOGETHER:
        yield _raw()["warning"].format(facts="、".join(together))
