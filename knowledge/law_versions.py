"""Versions of laws: from when to when a text holds, after the corrections of known errors of the source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.data_files import BrokenDataFileError, read_yaml
from knowledge.identifiers import ArticleState


class Standing(StrEnum):
    """How much is known of a version's time."""

    DATED = "dated"
    REPEALED = "repealed"
    """Repealed, the day unknown."""
    UNKNOWN = "unknown"
    """Nothing is known: never cited."""


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One text of one law.

    `effective_from` is the first day this text surely holds; `enacted` the first day of the law itself, where earlier;
    `ends_on` the first day on which it no longer holds; `superseded`: a newer text of the same law takes over then.
    `outdated` names articles whose newer text stands elsewhere, with the reason.
    """

    key: str
    law: str
    version: str
    standing: Standing = Standing.DATED
    effective_from: date | None = None
    enacted: date | None = None
    ends_on: date | None = None
    superseded: bool = False
    outdated: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    def state(self, on: date, label: str = "") -> ArticleState:
        """What an article of this version is worth on a day."""
        if self.standing is Standing.UNKNOWN:
            return ArticleState.UNKNOWN
        if self.standing is Standing.REPEALED:
            return ArticleState.REPEALED
        if self.ends_on is not None and on >= self.ends_on:
            return ArticleState.AMENDED if self.superseded else ArticleState.REPEALED
        if self.effective_from is not None and on < self.effective_from:
            was_law = self.enacted is not None and on >= self.enacted
            return ArticleState.UNKNOWN if was_law else ArticleState.NOT_YET
        return ArticleState.AMENDED if label in self.outdated else ArticleState.IN_FORCE


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A law as the source states it: its flag and its dates, any of which may be wrong."""

    key: str
    law: str
    flag: str
    version_date: date
    effective_date: date


REPEALED_FLAG = "已废止"


def from_source(rows: Iterable[SourceRow], source: str) -> tuple[LawVersion, ...]:
    """Versions of the source's rows: newer texts end older ones, corrections.yaml has the last word.

    The source often gives the day of the first enactment as the effective date. A text dated later than its effective
    date is taken to hold from the day of that text on; before, an earlier text held, which is not here.
    """
    corrections = read_corrections()
    by_law: dict[str, list[LawVersion]] = defaultdict(list)
    for row in rows:
        version = LawVersion(
            key=row.key,
            law=row.law,
            version=row.version_date.isoformat(),
            standing=Standing.REPEALED if row.flag == REPEALED_FLAG else Standing.DATED,
            effective_from=max(row.effective_date, row.version_date),
            enacted=row.effective_date,
            source=source,
        )
        by_law[row.law].append(_corrected(version, corrections))
    return tuple(version for versions in by_law.values() for version in in_sequence(versions))


def in_sequence(versions: Iterable[LawVersion]) -> tuple[LawVersion, ...]:
    """Versions of one law, oldest first, each ended by the next dated one."""
    ordered = sorted(versions, key=lambda v: (v.version, v.key))
    dated = [v for v in ordered if v.standing is Standing.DATED and v.effective_from is not None]
    result = []
    for version in ordered:
        begins = version.effective_from
        later = [v.effective_from for v in dated if v.version > version.version and v.effective_from]
        if version in dated and version.ends_on is None and later and begins is not None and min(later) > begins:
            result.append(replace(version, ends_on=min(later), superseded=True))
        else:
            result.append(version)
    return tuple(result)


def read_corrections() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """corrections.yaml by (law, version).

    Raises:
        BrokenDataFileError: An entry without law, version or reason.
    """
    corrections = {}
    for position, entry in enumerate(read_yaml("corrections.yaml"), 1):
        missing = [name for name in ("law", "version", "reason") if not entry.get(name)]
        if missing:
            raise BrokenDataFileError(f"corrections.yaml: entry {position} has no {', '.join(missing)}")
        corrections[entry["law"], str(entry["version"])] = entry
    return corrections


def _corrected(version: LawVersion, corrections: Mapping[tuple[str, str], Mapping[str, Any]]) -> LawVersion:
    entry = corrections.get((version.law, version.version))
    if entry is None:
        return version
    changes: dict[str, Any] = {}
    if "standing" in entry:
        changes["standing"] = Standing(entry["standing"])
    for name in ("effective_from", "ends_on"):
        if name in entry:
            changes[name] = entry[name]
    if "superseded" in entry:
        changes["superseded"] = bool(entry["superseded"])
    if "outdated" in entry:
        changes["outdated"] = dict.fromkeys(entry["outdated"], entry["reason"])
    return replace(version, **changes)
