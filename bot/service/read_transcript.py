"""The record of a talk, to read, print or keep. Where two parties mediate, each room has a record of its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.mediation import JOINT, Side
from bot.domain.messages import Author, StoredMessage
from bot.domain.staff import StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.read_handoff import HandoffView, read_handoff


class Room(StrEnum):
    """Which part of a talk a record holds."""

    WHOLE = "whole"
    """There is but one room."""
    PRIVATE = "private"
    """One party alone with the mediator: never for the other side."""
    JOINT = "joint"
    """What both parties read anyway."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said. `who` is empty where the author has no name of his own; `files` are their names."""

    at: datetime
    author: Author
    who: str
    text: str
    files: tuple[str, ...]
    private: bool
    """A note among staff."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The record. `party` is whose private room it is, by the name the other side may read."""

    handoff_id: str
    organisation_name: str
    requested_at: datetime
    made_at: datetime
    room: Room
    party: str
    with_notes: bool
    lines: tuple[Line, ...]
    rooms: tuple[Room, ...]
    """The records there are of this talk."""


class TranscriptPrinter(Protocol):
    """Makes a record a document."""

    def word(self, transcript: Transcript) -> bytes:
        """Return it as a Word file."""
        ...

    def pdf(self, transcript: Transcript) -> bytes:
        """Return it as a PDF.

        Raises:
            Unavailable: This machine cannot make one.
        """
        ...


async def read_transcript(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, *, room: str = "", with_notes: bool = False
) -> Transcript:
    """Return the record of a talk (of one room of it); the look is recorded.

    Notes among staff stand only where asked for, and never in the record of the joint room.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    view = await read_handoff(desk, staff, handoff_id)
    mediated = view.mediation is not None and view.mediation.mediation.respondent_conversation_id is not None
    rooms = (Room.PRIVATE, Room.JOINT) if mediated else (Room.WHOLE,)
    chosen = Room(room) if room in rooms else rooms[0]
    with_notes = with_notes and chosen is not Room.JOINT
    return Transcript(
        handoff_id=handoff_id,
        organisation_name=view.organisation_name,
        requested_at=view.handoff.requested_at,
        made_at=desk.now(),
        room=chosen,
        party=_party(view) if mediated else "",
        with_notes=with_notes,
        lines=tuple(_line(view, said) for said in view.messages if _belongs(said, chosen, with_notes=with_notes)),
        rooms=rooms,
    )


def _belongs(message: StoredMessage, room: Room, *, with_notes: bool) -> bool:
    if message.private:
        return with_notes
    return room is Room.WHOLE or (message.kind == JOINT) == (room is Room.JOINT)


def _party(view: HandoffView) -> str:
    assert view.mediation is not None  # noqa: S101 - looked at by the caller
    return view.mediation.mediation.name_of(view.mediation.side)


def _line(view: HandoffView, message: StoredMessage) -> Line:
    who = message.author_name
    if message.author is Author.CITIZEN and view.mediation is not None:
        who = view.mediation.mediation.name_of(Side(view.mediation.side))
    files = tuple(file.name for file in message.attachments)
    return Line(message.at, message.author, who, message.text, files, message.private)
