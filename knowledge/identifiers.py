"""Names of articles: which law, which label. Identity of a text is (law, label, version)."""

from dataclasses import dataclass
from enum import StrEnum


class ArticleState(StrEnum):
    """What a citation is worth on a given day (shared interfaces, section Laws and cases)."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    TEXT_MISSING = "text_missing"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """A citation: full law name (中华人民共和国劳动合同法) and label (第三十条, 第一百二十条之一)."""

    law: str
    label: str

    def __str__(self) -> str:
        return f"《{self.law}》{self.label}"
