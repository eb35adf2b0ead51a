"""One case one file (一案一卷): which papers belong in it, in which order, and what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.domain.dispute import DisputeState
from bot.domain.dispute_file import DisputeFile
from bot.domain.documents import Signing, StoredDocument
from bot.domain.forms import FormKind


@dataclass(frozen=True, slots=True)
class PaperRule:
    """One line of the list: when a paper belongs in the file, and whether it must be there and be signed."""

    kind: FormKind
    must: bool
    when: str
    signed: bool
    instead: FormKind | None
    law: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A paper that is missing, or that nobody has signed."""

    kind: FormKind
    unsigned: bool
    law: str

    def in_words(self, name: str) -> str:
        """Say it, given the name of the form."""
        return _gap_words()["unsigned" if self.unsigned else "missing"].format(name=name)


def _ended(*states: DisputeState) -> Callable[[DisputeFile], bool]:
    return lambda file: file.dispute.closure is not None and file.dispute.closure.outcome in states


def _reached(step: str) -> Callable[[DisputeFile], bool]:
    return lambda file: any(event.step == step for event in file.events)


def _agreed(form: str) -> Callable[[DisputeFile], bool]:
    return lambda file: file.agreement is not None and file.agreement.form == form


CONDITIONS: Mapping[str, Callable[[DisputeFile], bool]] = MappingProxyType(
    {
        "always": lambda _file: True,
        "accepted": _reached("accept"),
        "mediated": lambda file: bool(file.sessions),
        "investigated": lambda file: bool(file.investigations),
        "written": _agreed("written"),
        "oral": _agreed("oral"),
        "visited": lambda file: bool(file.visits),
        "court": lambda file: file.confirmation is not None,
        "ended": _ended(DisputeState.ENDED, DisputeState.DECLINED),
        "refused": _ended(DisputeState.REFUSED),
        "referred": _ended(DisputeState.REFERRED),
    }
)
"""What archive_list.yaml may name in `when`."""


def missing_papers(file: DisputeFile, documents: Sequence[StoredDocument]) -> tuple[Gap, ...]:
    """Return what the file lacks, in the order of the list; `documents` in all versions."""
    present = {document.kind for document in documents}
    signed = {document.kind for document in documents if document.signing is not Signing.NONE}
    gaps = []
    for rule in paper_rules():
        if not CONDITIONS[rule.when](file):
            continue
        stands_in = rule.instead is not None and rule.instead in present
        if rule.must and rule.kind not in present and not stands_in:
            gaps.append(Gap(rule.kind, unsigned=False, law=rule.law))
        elif rule.signed and rule.kind in present and rule.kind not in signed:
            gaps.append(Gap(rule.kind, unsigned=True, law=rule.law))
    return tuple(gaps)


def wanted_forms(file: DisputeFile) -> tuple[FormKind, ...]:
    """Return the forms that fit the file as it stands, in the order of the list."""
    return tuple(rule.kind for rule in paper_rules() if CONDITIONS[rule.when](file))


def in_volume_order(documents: Sequence[StoredDocument]) -> tuple[StoredDocument, ...]:
    """Return the papers to be bound: of each the newest signed version, else the newest; in the order of the list."""
    order = {rule.kind: place for place, rule in enumerate(paper_rules())}
    newest: dict[int, StoredDocument] = {}
    for document in sorted(documents, key=lambda each: (each.signing is not Signing.NONE, each.version)):
        newest[document.number] = document
    bound = [document for document in newest.values() if document.kind in order]
    return tuple(sorted(bound, key=lambda each: (order[each.kind], each.number)))


@cache
def paper_rules() -> tuple[PaperRule, ...]:
    """Return the list; the file is read on the first call."""
    return tuple(
        PaperRule(
            kind=FormKind(entry["kind"]),
            must=entry["need"] == "must",
            when=entry["when"],
            signed=entry.get("signed", False),
            instead=FormKind(entry["instead"]) if "instead" in entry else None,
            law=entry.get("law", ""),
        )
        for entry in _raw()["papers"]
    )


def _gap_words() -> Mapping[str, str]:
    words: Mapping[str, str] = _raw()["gaps"]
    return words


@cache
def _raw() -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load(Path(__file__).with_name("archive_list.yaml").read_text("utf-8")))
