"""The library of statutes: which text of which law holds on a day, and what it says word for word."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from knowledge.article_labels import canonical_label, read_label
from knowledge.articles import LawArticle
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.imported_laws import ImportedLaws
from knowledge.instruments import Register
from knowledge.law_names import LawNames
from knowledge.law_versions import LawVersion, Standing, in_sequence
from knowledge.statute_source import PackageStatutes, StoredArticle, package_database

BEST_FIRST = (
    ArticleState.IN_FORCE,
    ArticleState.TEXT_MISSING,
    ArticleState.AMENDED,
    ArticleState.NOT_YET,
    ArticleState.UNKNOWN,
    ArticleState.REPEALED,
    ArticleState.NOT_FOUND,
)
"""Which of several texts answers a citation: the first that exists."""

CITABLE = frozenset({ArticleState.IN_FORCE, ArticleState.TEXT_MISSING})
"""States in which an article may be named to a citizen as law."""


class _Source(Protocol):
    def articles(self, key: str) -> tuple[StoredArticle, ...]: ...


class StatuteLibrary:
    """Statutes of the package and imported texts, with the register beside them; read only, safe in threads."""

    def __init__(self, package: PackageStatutes, register: Register, imported: ImportedLaws | None = None) -> None:
        self.register = register
        self._sources: dict[str, _Source] = {PackageStatutes.prefix: package}
        self.package_path = package.path
        self.imported = imported
        versions = list(package.versions())
        if imported is not None:
            self._sources[ImportedLaws.prefix] = imported
            versions += [self._with_register(version) for version in imported.versions()]
        self._versions: dict[str, tuple[LawVersion, ...]] = {}
        grouped: dict[str, list[LawVersion]] = defaultdict(list)
        for version in versions:
            grouped[version.law].append(version)
        for law, of_law in grouped.items():
            self._versions[law] = in_sequence(of_law)
        self.articles_of = lru_cache(maxsize=512)(self._read_articles)

    @classmethod
    def open(cls, imported: Path | None = None, register: Register | None = None) -> "StatuteLibrary":
        """Open the package's database and, where the file exists, the imported texts.

        Args:
            imported: SQLite file of imported laws.
            register: Register of instruments; the committed one by default.

        Raises:
            StatutesMissingError: The package of statutes is not installed.
            BrokenDataFileError: corrections.yaml or the register is not whole.
        """
        texts = ImportedLaws(imported) if imported is not None and imported.is_file() else None
        return cls(PackageStatutes(package_database()), register or Register.load(), texts)

    def _with_register(self, version: LawVersion) -> LawVersion:
        """An imported text without dates of an instrument known to be repealed is repealed."""
        instrument = self.register.get(version.law)
        if version.standing is Standing.UNKNOWN and instrument is not None and instrument.ends_on is not None:
            return replace(version, standing=Standing.DATED, ends_on=instrument.ends_on)
        return version

    @cached_property
    def names(self) -> LawNames:
        """Every name by which a law or instrument here may be called."""
        return LawNames(
            (*self._versions, *(instrument.name for instrument in self.register)),
            self.register.aliases,
        )

    @property
    def laws(self) -> tuple[str, ...]:
        """Full names of all laws whose text is here."""
        return tuple(self._versions)

    def versions(self, law: str) -> tuple[LawVersion, ...]:
        """Versions of a law by its full name, oldest first."""
        return self._versions.get(law, ())

    def all_versions(self) -> Iterator[LawVersion]:
        """Every version here."""
        for versions in self._versions.values():
            yield from versions

    def _read_articles(self, key: str) -> tuple[StoredArticle, ...]:
        return self._sources[key.partition(":")[0]].articles(key)

    def article(self, ref: ArticleRef, on: date) -> LawArticle | None:
        """The text that answers a citation on a day, with its state; None where the article does not exist.

        Callers that state law check `state`: the best there is may be an older or future text, or none (text_missing).
        """
        found = self._candidates(ref, on)
        return found[0] if found else None

    def state(self, ref: ArticleRef, on: date) -> ArticleState:
        """What a citation is worth on a day; an empty label asks for the law as a whole."""
        if not ref.label:
            return self._law_state(self.full_ref(ref).law, on)
        found = self.article(ref, on)
        return ArticleState.NOT_FOUND if found is None else found.state

    def full_ref(self, ref: ArticleRef) -> ArticleRef:
        """The same citation with the full name of its law."""
        if ref.law in self._versions:
            return ref
        full = self.names.resolve(ref.law)
        return ref if full is None else ArticleRef(full, ref.label)

    def show(self, law: str, article: str, on: date) -> tuple[LawArticle, ...]:
        """All texts of an article, that of the day first; `law` may be a short name, `article` 30 or 第30条."""
        full = self.names.resolve(law)
        if full is None:
            return ()
        return tuple(self._candidates(ArticleRef(full, label_of(article)), on))

    def _candidates(self, ref: ArticleRef, on: date) -> list[LawArticle]:
        ref = self.full_ref(ref)
        label = canonical_label(ref.label)
        found = []
        for version in reversed(self.versions(ref.law)):
            stored = next((a for a in self.articles_of(version.key) if a.label == label), None)
            if stored is not None:
                found.append(law_article(version, stored, on))
        instrument = self.register.get(ref.law)
        if instrument is not None:
            state = instrument.state(label, on)
            read = read_label(label)
            if state is not ArticleState.NOT_FOUND and read is not None:
                found.append(_registered(ArticleRef(ref.law, label), read[0], state, instrument.source))
        if not any(a.state is ArticleState.IN_FORCE for a in found) and self._law_state(ref.law, on) in CITABLE:
            # the law in force has no such article any more: an older text does not make it amended
            found = [
                replace(a, state=ArticleState.REPEALED) if a.state is ArticleState.AMENDED and self._gone(a, on) else a
                for a in found
            ]
        return sorted(found, key=lambda a: BEST_FIRST.index(a.state))

    def _gone(self, article: LawArticle, on: date) -> bool:
        return all(
            stored.label != article.ref.label
            for version in self.versions(article.ref.law)
            if version.state(on) is ArticleState.IN_FORCE
            for stored in self.articles_of(version.key)
        )

    def _law_state(self, law: str, on: date) -> ArticleState:
        states = {version.state(on) for version in self.versions(law)}
        instrument = self.register.get(law)
        if instrument is not None:
            states.add(instrument.state("", on))
        return next((state for state in BEST_FIRST if state in states), ArticleState.NOT_FOUND)


def label_of(article: str) -> str:
    """第三十条 from 30, 三十, 第30条, 第120条之一; anything else comes back as it is."""
    written = article.strip()
    if not written or written.startswith("第"):
        return canonical_label(written)
    return canonical_label(f"第{written}" if "条" in written else f"第{written}条")


def law_article(version: LawVersion, stored: StoredArticle, on: date) -> LawArticle:
    """A stored article with its state on a day."""
    return LawArticle(
        ref=ArticleRef(version.law, stored.label),
        number=stored.number,
        version=version.version,
        state=version.state(on, stored.label),
        text=stored.text,
        chapter=stored.chapter,
        effective_from=version.effective_from,
        repealed_on=version.ends_on,
        source=version.source,
    )


def _registered(ref: ArticleRef, number: int, state: ArticleState, source: str) -> LawArticle:
    return LawArticle(ref=ref, number=number, version="", state=state, text="", source=source)


def citable(library: StatuteLibrary, refs: Sequence[ArticleRef], on: date) -> tuple[ArticleRef, ...]:
    """Those of the citations that may be named as law on a day."""
    return tuple(ref for ref in refs if library.state(ref, on) in CITABLE)
