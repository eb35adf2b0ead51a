"""What can go wrong in the library; each message says what and gives a hint, in one line."""


class CaseLibraryError(Exception):
    """Anything the library cannot do as asked."""


class InvalidEntryError(CaseLibraryError):
    """An entry breaks the format; `problems` lists every field that is wrong, in Chinese."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


class CaseFileError(CaseLibraryError):
    """A file or folder of the library cannot be read or written."""


class CaseStoreAwayError(CaseLibraryError):
    """The place that keeps the cases does not answer just now."""


class CaseNotFoundError(CaseLibraryError):
    """No case has this id."""
