"""The errors a use case may raise; adapters turn them into a status and one clear line.

AssistantError
├── BadInput            what was sent cannot be used (400, exit status 2)
│   ├── MessageTooLong  more than the longest text (413)
│   └── FileTooLarge    more than the largest file (413)
├── NotSignedIn         no valid session (401)
├── NotAllowed          signed in, but not for this (403)
├── NotFound            no such thing, or not yours to know (404)
├── Conflict            somebody was first, or the move is illegal now (409)
│   ├── HandoffAlreadyClaimed
│   ├── HandoffClosed
│   ├── NotMediable         the other side must not be brought in here
│   └── StaleConversation   another writer was first; the service tries again
├── TooManyRequests     slow down (429)
└── Unavailable         a part of ours does not answer (503)
"""


class AssistantError(Exception):
    """Base of all; `code` is stable for programs, the message is Chinese for people."""

    code = "error"
    status = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadInput(AssistantError):  # noqa: N818 - the names are the field's own, see the tree above
    """What was sent cannot be used."""

    code, status = "bad_input", 400


class MessageTooLong(BadInput):
    """More characters than one message may have."""

    code, status = "message_too_long", 413


class FileTooLarge(BadInput):
    """More octets than one file may have."""

    code, status = "file_too_large", 413


class NotSignedIn(AssistantError):  # noqa: N818
    """No valid session."""

    code, status = "not_signed_in", 401


class NotAllowed(AssistantError):  # noqa: N818
    """Signed in, but not for this."""

    code, status = "not_allowed", 403


class NotFound(AssistantError):  # noqa: N818
    """No such thing, or not yours to know."""

    code, status = "not_found", 404


class Conflict(AssistantError):  # noqa: N818
    """Somebody was first, or the move is illegal now."""

    code, status = "conflict", 409


class HandoffAlreadyClaimed(Conflict):
    """Another staff member holds this talk."""

    code = "already_claimed"


class HandoffClosed(Conflict):
    """The talk was closed; nothing more can be said in it."""

    code = "handoff_closed"


class NotMediable(Conflict):
    """The other side must not be brought in: danger, violence at home, or a refusal."""

    code = "not_mediable"


class StaleConversation(Conflict):
    """Another writer changed the conversation first."""

    code = "stale_conversation"


class TooManyRequests(AssistantError):  # noqa: N818
    """Slow down."""

    code, status = "too_many_requests", 429


class Unavailable(AssistantError):  # noqa: N818
    """A part of ours does not answer."""

    code, status = "unavailable", 503
