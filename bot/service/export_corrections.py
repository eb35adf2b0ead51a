"""What staff put right, as training rows: the citizen's words with personal data masked, and the right answer."""

from collections.abc import Sequence
from typing import Any

from bot.service.front_desk import Office
from nlp import personal_data


async def export_corrections(office: Office) -> Sequence[dict[str, Any]]:
    """Return one row a corrected talk: id, text, category, also, subtype, risk; the form that training reads.

    Names, numbers and addresses are masked before the words leave the database.
    """
    async with office.unit_of_work(reading=True) as uow:
        corrected = await uow.oversight.corrected_stories()
    return [
        {
            "id": conversation_id,
            "text": personal_data.mask(story),
            "category": after["category"],
            "also": [],
            "subtype": after["subtype"],
            "risk": after["risk"],
        }
        for conversation_id, story, after in corrected
        if after.get("category")
    ]
