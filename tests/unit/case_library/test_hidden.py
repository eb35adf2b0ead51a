"""What masking hides in doubt: numbered, listed with its places, put back one by one, left out for good when published."""

from typing import Any

import pytest

from case_library.masking.hidden import DOUBT, Masked, hidden_words, hide, put_back, without_numbers
from case_library.precedent import Precedent


@pytest.fixture
def case(samples: Any) -> Precedent:
    made: Precedent = samples.a_case(
        1, title="更登与画廊", story="画师更登来评，好阿姨家政的人也来了。更登说值六千。", terms=("更登写收条",)
    )
    return made


def test_a_word_has_one_mark_wherever_it_stands(case: Precedent) -> None:
    hidden, masked = hide(case, ["好阿姨", "更登"], ())
    assert hidden.title == "［隐2］与画廊"
    assert hidden.story == "画师［隐2］来评，［隐1］家政的人也来了。［隐2］说值六千。"
    assert hidden.terms == ("［隐2］写收条",)
    assert [each.field for each in masked if each.before == "更登"] == ["title", "story", "story", "terms"]
    assert {each.kind for each in masked} == {DOUBT}


def test_the_longer_of_two_words_is_hidden_as_a_whole(samples: Any) -> None:
    hidden, _ = hide(samples.a_case(1, story="新河滩市场在河滩上"), ["河滩", "新河滩"], ())
    assert hidden.story == "［隐2］市场在［隐1］上"


def test_nothing_is_hidden_inside_a_mark(samples: Any) -> None:
    hidden, masked = hide(samples.a_case(1, story="隐1号楼的更登"), ["更登"], ())
    assert hide(hidden, ["隐1"], masked)[0].story == "［隐2］号楼的［隐1］"


def test_what_is_hidden_later_gets_a_new_number_and_the_old_ones_stay(case: Precedent) -> None:
    hidden, masked = hide(case, ["更登"], ())
    hidden, masked = hide(hidden, ["好阿姨", "更登"], masked)
    assert hidden.story == "画师［隐1］来评，［隐2］家政的人也来了。［隐1］说值六千。"
    assert [(each.number, each.word) for each in hidden_words(hidden, masked)] == [(1, "更登"), (2, "好阿姨")]


def test_the_places_are_shown_with_the_words_around_them(case: Precedent) -> None:
    shown = hidden_words(*hide(case, ["更登", "好阿姨"], ()))
    assert shown[1].places == ("画师更登来评，【好阿姨】家政的人也来了。更登说值",)
    assert len(shown[0].places) == 4


def test_words_come_back_everywhere(case: Precedent) -> None:
    hidden, masked = hide(case, ["更登", "好阿姨"], ())
    back, masked = put_back(hidden, masked, {1})
    assert back.title == "更登与画廊" and back.terms == ("更登写收条",)
    assert "［隐2］" in back.story
    assert [each.word for each in hidden_words(back, masked)] == ["好阿姨"]


def test_a_name_that_has_a_pseudonym_gets_it_again(samples: Any) -> None:
    masked = (Masked("story", "name", "庞建国", "庞某"), Masked("story", "phone", "13812345678", "［电话］"))
    case = samples.a_case(1, story="庞某说话，庞建国又来了，打13812345678。")
    hidden, after = hide(case, ["庞建国", "13812345678"], masked)
    assert hidden.story == "庞某说话，庞某又来了，打［电话］。"
    assert [(each.kind, each.after) for each in after[2:]] == [("name", "庞某"), ("phone", "［电话］")]
    assert hide(case, ["庞建国"], masked, known=())[0].story == "庞某说话，［隐1］又来了，打13812345678。"


def test_putting_back_knows_only_its_own_marks(case: Precedent) -> None:
    other = Masked("story", "name", "王建国", "王某")
    hidden, masked = hide(case, ["更登"], (other,))
    assert put_back(hidden, masked, {7}) == (hidden, masked)
    assert put_back(hidden, masked, {1})[1][0] == other


def test_a_mark_that_was_edited_out_is_not_listed(case: Precedent) -> None:
    hidden, masked = hide(case, ["更登"], ())
    assert hidden_words(case, masked) == []
    assert hidden_words(hidden, masked) != []


def test_the_published_text_says_only_that_something_was_left_out(case: Precedent) -> None:
    shown = without_numbers(hide(case, ["更登", "好阿姨"], ())[0])
    assert shown.story == "画师［隐］来评，［隐］家政的人也来了。［隐］说值六千。"


def test_nothing_to_hide_changes_nothing(case: Precedent) -> None:
    assert hide(case, [], ()) == (case, ())
    assert hide(case, ["不在里面"], ()) == (case, ())
