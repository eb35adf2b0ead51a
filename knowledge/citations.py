"""Citations of law in a text: 《…》第N条之一第M款第K项, lists, ranges, names without 《》, and what each is worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from knowledge.article_labels import NUMERAL, canonical_label, label, read_number
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.instruments import Register
from knowledge.law_names import LawNames
from knowledge.statute_source import PackageStatutes, package_database
from knowledge.statutes import StatuteLibrary

LONGEST_RANGE = 60
_TITLE = r"《(?P<title>[^《》]{1,80}(?:《[^《》]{1,60}》[^《》]{0,60})*)》(?:\s*[（(][^（）()]{1,20}[）)])?"
_INSERTED = rf"(?:之\s*(?:{NUMERAL}))?"
_BEGINS = r"(?:第\s*|(?=[0-9０-９]|[零〇一二三四五六七八九十百千]{2}))"  # 消法55条, 消法五十五条: people leave 第 out
_ARTICLE = rf"{_BEGINS}{NUMERAL}(?:\s*[、，,]\s*{NUMERAL})*\s*条{_INSERTED}"
_PART = rf"(?:\s*第\s*{NUMERAL}\s*款)?(?:\s*第?\s*[（(]?\s*{NUMERAL}\s*[）)]?\s*项)?"
_SHORT_RANGE = rf"第\s*{NUMERAL}\s*[-–—~～至到]\s*(?:第\s*)?{NUMERAL}\s*条"
_ONE = rf"(?:{_SHORT_RANGE}|{_ARTICLE}{_PART})"
_LINK = r"\s*(?:以及|[、，,；;和及与或至到\-–—~～])\s*"
_LIST = rf"(?P<articles>{_ONE}(?:{_LINK}{_ONE})*)"
_RANGE_LINK = re.compile(r"^\s*[至到\-–—~～]\s*$")
_ITEM = re.compile(
    rf"第\s*(?P<low>{NUMERAL})\s*[-–—~～至到]\s*(?:第\s*)?(?P<high>{NUMERAL})\s*条"
    rf"|第?\s*(?P<numbers>{NUMERAL}(?:\s*[、，,]\s*{NUMERAL})*)\s*条(?:之\s*(?P<inserted>{NUMERAL}))?"
    rf"(?:\s*第\s*(?P<paragraph>{NUMERAL})\s*款)?(?:\s*第?\s*[（(]?\s*(?P<item>{NUMERAL})\s*[）)]?\s*项)?"
)
_LAW_LIKE = re.compile(r"(?:法|法典|条例|规定|解释|办法|细则|规则|通则|总则)(?:[（(][一二三四五六七八九十]+[）)])?$")
_OTHER_NAME = r"(?P<other>[一-鿿]{1,18}(?:法典|法|条例|规定|解释|办法|细则|规则|通则))"
_SAME_LAW = re.compile(r"该(?:法|法典|条例|解释|规定|办法)$|^(?:本|同)法$")
_ELSEWHERE = (
    r"(?:[美英法德韩泰]国|朝鲜|缅甸|老挝|蒙古国|日本|香港|澳门|台湾|欧盟|欧洲|俄罗斯|加拿大|澳大利亚|新加坡|越南|印度"
    r"|意大利|瑞士)"
)
_FOREIGN = re.compile(rf"(?:[^我全本中\W]国|{_ELSEWHERE})(?:的|之|联邦|地区)?$")
_FOREIGN_NAME = re.compile(_ELSEWHERE)
_COUNTRY_END = re.compile(r"(?:共和国|我国|全国|本国|中国|各国|外国)(?:的)?$")


class UnknownCitationError(ValueError):
    """What should be a citation names no law that is known; the message says what and gives a hint."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited article, or a law as a whole (label ""); `law` is None where no known law is meant.

    `start` and `end` are the place of the whole citation (a list shares it) in code points, end exclusive.
    """

    written: str
    law: str | None
    label: str
    start: int
    end: int
    text: str
    paragraph: int | None = None
    item: int | None = None
    foreign: bool = False
    """Whether a law of another country or region is named, which this library never holds."""

    @property
    def ref(self) -> ArticleRef | None:
        """Law and label, where the law is known."""
        return None if self.law is None else ArticleRef(self.law, self.label)


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation with its state; `suggestion`: the likely name of a misspelt law; `replaced_by`: the law after it."""

    citation: Citation
    state: ArticleState
    suggestion: str | None = None
    replaced_by: str | None = None
    paragraphs: int | None = None
    """How many paragraphs the article has, where the cited one lies beyond them."""


@cache
def known_names() -> LawNames:
    """Names of the package's laws and the register's instruments."""
    register = Register.load()
    laws = PackageStatutes(package_database()).law_names()
    return LawNames((*laws, *(instrument.name for instrument in register)), register.aliases)


@cache
def _pattern(names: LawNames) -> re.Pattern[str]:
    spoken = rf"(?P<spoken>{names.spoken.pattern})\s*{_LIST.replace('articles', 'spoken_articles')}"
    other = rf"{_OTHER_NAME}\s*{_LIST.replace('articles', 'other_articles')}"
    return re.compile(rf"{_TITLE}(?:\s*的?\s*{_LIST})?|{spoken}|{other}")


def parse_citations(text: str, names: LawNames | None = None) -> tuple[Citation, ...]:
    """Every citation of law in a text, in order; lists and ranges give one entry an article.

    Args:
        text: Any text.
        names: Known names; those of the package and the register by default.
    """
    return tuple(_citations(text, names or known_names()))


def _citations(text: str, names: LawNames) -> Iterator[Citation]:
    last_law: str | None = None
    for match in _pattern(names).finditer(text):
        start = match.start()
        elsewhere = _is_foreign(text[max(0, start - 8) : start])
        if match["title"] is not None:
            written, articles = match["title"], match["articles"]
            law = None if elsewhere else names.resolve(written)
            if law is None and articles is None and not _LAW_LIKE.search(written):
                continue
        elif match["spoken"] is not None:
            written, articles = match["spoken"], match["spoken_articles"]
            law = None if elsewhere else names.resolve(written)
        else:
            written, articles = match["other"], match["other_articles"]
            law, written, start = _spoken_inside(written, start, names)
            if law is None and _SAME_LAW.search(written):
                law = last_law
        last_law = law or last_law
        foreign = law is None and (elsewhere or is_foreign_law(written))
        place = (start, match.end(), text[start : match.end()])
        yield from (replace(one, foreign=foreign) for one in _articles(written, law, articles, place))


def is_foreign_law(written: str) -> bool:
    """Whether a name that no law here has is that of another country's or region's law: 德国民法典."""
    return bool(_FOREIGN_NAME.search(written))


def _is_foreign(before: str) -> bool:
    """Whether the words before a name make it that of another country; our own country does not."""
    return bool(_FOREIGN.search(before)) and not _COUNTRY_END.search(before)


def _spoken_inside(written: str, start: int, names: LawNames) -> tuple[str | None, str, int]:
    """A known name at the end of a longer run of characters (应当适用劳动合同法), unless another country's."""
    found = [m for m in names.spoken.finditer(written) if m.end() == len(written)]
    if found and not (_FOREIGN.search(written[: found[-1].start()])):
        return names.resolve(found[-1][0]), found[-1][0], start + found[-1].start()
    return None, written, start


def _articles(written: str, law: str | None, articles: str | None, place: tuple[int, int, str]) -> Iterator[Citation]:
    start, end, text = place
    if articles is None:
        yield Citation(written, law, "", start, end, text)
        return
    previous_number, previous_end = 0, 0
    for item in _ITEM.finditer(articles):
        between = articles[previous_end : item.start()]
        low = item["low"] or item["numbers"]
        numbers = [read_number(n) for n in re.split(r"\s*[、，,]\s*", low)]
        if item["high"]:
            numbers = _range(numbers[0], read_number(item["high"]))
        elif previous_number and _RANGE_LINK.match(between):
            numbers = _range(previous_number + 1, numbers[0])
        inserted = read_number(item["inserted"]) if item["inserted"] else None
        for number in numbers:
            written_label = label(number, inserted) if number is not None else canonical_label(item[0])
            yield Citation(
                written,
                law,
                written_label,
                start,
                end,
                text,
                paragraph=read_number(item["paragraph"]) if item["paragraph"] else None,
                item=read_number(item["item"]) if item["item"] else None,
            )
        previous_number, previous_end = numbers[-1] or 0, item.end()


def _range(low: int | None, high: int | None) -> list[int | None]:
    if low is None or high is None or not low <= high <= low + LONGEST_RANGE:
        return [low, high]
    return list(range(low, high + 1))


def parse_ref(written: str, names: LawNames | None = None) -> ArticleRef:
    """The one citation that a text holds: 《劳动合同法》第三十条 → full name and label ("" for the law as a whole).

    Raises:
        UnknownCitationError: No citation, more than one, or a law that is not known (with the likely name).
    """
    known = names or known_names()
    found = parse_citations(written, known)
    if len(found) != 1:
        raise UnknownCitationError(f"“{written}”里有 {len(found)} 处引用，这里要正好一处，写成《法律》第几条")
    if found[0].ref is None:
        near = known.suggest(found[0].written)
        hint = f"，是不是《{near[0]}》" if near else "，请写进 instruments.yaml 或者导入它的文本"
        raise UnknownCitationError(f"没有叫《{found[0].written}》的法律{hint}")
    return found[0].ref


def check_text(
    text: str, library: StatuteLibrary, register: Register | None = None, *, on: date
) -> tuple[CheckedCitation, ...]:
    """Every citation of a text with its state on a day.

    Args:
        text: Any text.
        library: Statutes; its own register is asked too.
        register: A further register whose `replaced_by` is named; the library's by default.
        on: The day.
    """
    instruments = register or library.register
    return tuple(_checked(citation, library, instruments, on) for citation in parse_citations(text, library.names))


def _checked(citation: Citation, library: StatuteLibrary, register: Register, on: date) -> CheckedCitation:
    ref = citation.ref
    if ref is None:
        near = () if citation.foreign else library.names.suggest(citation.written)
        return CheckedCitation(citation, ArticleState.NOT_FOUND, suggestion=near[0] if near else None)
    state = library.state(ref, on)
    instrument = register.get(ref.law)
    replaced = instrument.replaced_by if instrument and state is ArticleState.REPEALED else ""
    beyond = None
    if citation.paragraph is not None and (article := library.article(ref, on)) is not None and article.text:
        count = len(paragraphs(article.text))
        beyond = count if citation.paragraph > count else None
    return CheckedCitation(citation, state, replaced_by=replaced or None, paragraphs=beyond)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs (款) of an article; its items （一）（二） belong to the paragraph before them."""
    found: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if found and re.match(r"[（(][一二三四五六七八九十]+[）)]", line):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return tuple(found)
