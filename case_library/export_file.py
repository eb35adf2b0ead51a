"""Writing cases out as JSON Lines of our own format, which `import_file` takes back."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from case_library.entry_format import to_json
from case_library.errors import CaseFileError
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Precedent, ReviewState


def export_file(
    path: Path,
    library: CaseLibrary,
    *,
    origin: Origin | None = None,
    published_only: bool = False,
    with_dialogue: bool = True,
    progress: Callable[[Iterable[Precedent]], Iterable[Precedent]] = lambda cases: cases,
) -> int:
    """Write cases to a file, one a line; the file appears only when it is whole.

    Args:
        path: where to; an existing file is replaced.
        library: where from.
        origin: only cases of this origin; all where None.
        published_only: only what citizens may see.
        with_dialogue: with recorded talks, names of parties and numbers of the files that cases came from; leave them
            out for whoever is not of the office.
        progress: wraps the cases, so that a command can show how far it is.

    Returns:
        How many cases were written.

    Raises:
        CaseFileError: the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    written = 0
    try:
        with draft.open("w", encoding="utf-8") as file:
            for case in progress(library.iterate()):
                if origin is not None and case.origin is not origin:
                    continue
                if published_only and case.review_state is not ReviewState.PUBLISHED:
                    continue
                file.write(json.dumps(to_json(case, with_dialogue=with_dialogue), ensure_ascii=False) + "\n")
                written += 1
        draft.replace(path)
    except OSError as error:
        raise CaseFileError(f"文件 {path} 写不了：请检查文件夹能否写入") from error
    finally:
        draft.unlink(missing_ok=True)
    return written
