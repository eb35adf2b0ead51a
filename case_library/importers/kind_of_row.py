"""Category and subtype of a row: as the file names them, or as its story tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from case_library.importers import cell_values as cells
from case_library.precedent import Precedent
from case_library.source_kinds import source_kinds
from case_library.story_reader import StoryReader
from nlp import taxonomy
from nlp.taxonomy import OTHER


@dataclass(frozen=True, slots=True)
class KindRead:
    """What of its kind the row does not tell, so that its story was read for it.

    Attributes:
        category: the category, and the subtype with it.
        subtype: the subtype; `other` where the story does not tell it plainly.
    """

    category: bool = False
    subtype: bool = False

    def tells_subtype_of(self, entry: Precedent) -> bool:
        """Say whether the story told the subtype of an entry whose row tells the category alone."""
        return self.subtype and not self.category and entry.subtype != OTHER


class KindFinder:
    """Finds the kind of the rows of one file."""

    def __init__(self, stories: StoryReader | None, *, own_words: bool) -> None:
        """Prepare.

        Args:
            stories: reads stories; without it the file alone tells.
            own_words: whether a category or subtype that is none of ours is the kind in the office's own words.
        """
        self._stories = stories
        self._own_words = own_words

    def fill(self, fields: dict[str, Any]) -> KindRead:
        """Put codes of category and subtype where they can be found; without a category none was found."""
        if (kind := fields.get("source_kind")) is not None:
            fields["source_kind"] = str(kind).strip()
        if (written := fields.get("category")) is not None:
            self._named(fields, str(written).strip())
        if "category" not in fields and (told := cells.kind_of(fields.get("source_kind", "")))[0] is not None:
            self._put(fields, told)
        told_subtype = "subtype" in fields
        category_was_read = "category" not in fields and self._found(fields)
        if "subtype" in fields:
            told_subtype = self._code_of_subtype(fields) and told_subtype
        if "subtype" not in fields:
            self._read_subtype(fields)
        return KindRead(category=category_was_read and not told_subtype, subtype=not told_subtype)

    def _named(self, fields: dict[str, Any], written: str) -> None:
        """Read the column of categories; in a sheet, what is none of ours is the kind in the office's own words."""
        category, subtype = cells.kind_of(written)
        fields["category"] = category or written
        if subtype is not None:
            fields.setdefault("subtype", subtype)
        elif category is None and self._own_words and self._stories is not None:
            fields.setdefault("source_kind", written)
            del fields["category"]

    def _code_of_subtype(self, fields: dict[str, Any]) -> bool:
        """Put the code of a subtype; in a sheet, what is none of ours is the kind in the office's own words."""
        written, category = str(fields["subtype"]).strip(), str(fields.get("category"))
        code = cells.subtype_of(category, written)
        known = category not in taxonomy.MEDIABLE or code in taxonomy.CATEGORIES[category].subtypes
        if known or not self._own_words or self._stories is None:
            fields["subtype"] = code
            return True
        fields.setdefault("source_kind", written)
        del fields["subtype"]
        return False

    def _found(self, fields: dict[str, Any]) -> bool:
        """Find the category where the file names none: of those of its kind the story decides; say whether one is."""
        return self._put(fields, self._kind_of_dispute(fields))

    def _put(self, fields: dict[str, Any], kind: tuple[str | None, str | None]) -> bool:
        category, subtype = kind
        if category is None:
            return False
        fields["category"] = category
        if subtype is not None:
            fields.setdefault("subtype", subtype)
        return True

    def _kind_of_dispute(self, fields: Mapping[str, Any]) -> tuple[str | None, str | None]:
        possible, story = source_kinds().get(fields.get("source_kind", "")), _story(fields)
        if self._stories is None or not story:
            return (possible[0] if possible else None), None
        understanding = self._stories.understand(story)
        scored = {each.code: each.probability for each in understanding.categories}
        known = [code for code in possible or taxonomy.MEDIABLE if code in scored]
        category = max(known, key=lambda code: scored[code], default=possible[0] if possible else None)
        return category, understanding.subtype if understanding.category == category else None

    def _read_subtype(self, fields: dict[str, Any]) -> None:
        """Read the subtype of a row that tells its category alone, where the story leaves no doubt."""
        category = fields.get("category")
        if self._stories is None or category not in taxonomy.MEDIABLE or not (story := _story(fields)):
            return
        subtype = self._stories.subtype(story, str(category))
        if subtype in taxonomy.CATEGORIES[str(category)].subtypes and subtype != OTHER:
            fields["subtype"] = subtype


def _story(fields: Mapping[str, Any]) -> str:
    story = fields.get("story")
    return story.strip() if isinstance(story, str) else ""
