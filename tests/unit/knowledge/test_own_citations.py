"""Every article that the project's own data cites exists and is in force on the day of the build."""

from datetime import UTC, datetime

import pytest

from knowledge.citations import check_text
from knowledge.data_files import DATA_FOLDER
from knowledge.statutes import CITABLE, StatuteLibrary

NOT_CITING = {"instruments.yaml", "corrections.yaml", "law_names.yaml", "lay_terms.yaml"}
FILES = sorted(path for path in DATA_FOLDER.rglob("*.yaml") if path.name not in NOT_CITING)


@pytest.fixture(scope="module")
def library():
    return StatuteLibrary.open()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_citations_of_a_data_file_may_be_stated_as_law(library, path):
    checked = check_text(path.read_text(encoding="utf-8"), library, on=datetime.now(UTC).date())
    wrong = [(c.citation.text, c.state.value) for c in checked if c.state not in CITABLE or c.paragraphs is not None]
    assert wrong == []


def test_there_is_much_to_check(library):
    cited = [check_text(path.read_text(encoding="utf-8"), library, on=datetime.now(UTC).date()) for path in FILES]
    assert sum(map(len, cited)) > 1000
