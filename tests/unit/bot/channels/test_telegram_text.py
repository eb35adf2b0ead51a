"""Long answers are cut where a reader would pause; nothing but white space is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_text import split_text


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_short_text_is_one_piece_and_an_empty_one_is_none() -> None:
    assert split_text(" 你好。\n", 10) == ("你好。",)
    assert split_text(" \n ", 10) == ()


def test_the_strongest_pause_of_the_second_half_wins() -> None:
    assert split_text("第一段。\n\n第二句，还是第二句。第三句", 16) == ("第一段。\n\n第二句，还是第二句。", "第三句")
    assert split_text("一二三四五。\n\n六七八九。十", 11) == ("一二三四五。", "六七八九。十")
    assert split_text("一二三四五，六七八九十", 8) == ("一二三四五，", "六七八九十")


def test_a_run_without_pause_is_cut_between_whole_characters() -> None:
    assert split_text("😀" * 5, 4) == ("😀😀", "😀😀", "😀")
    assert "".join(split_text("👨‍👩‍👧" * 4, 8)) == "👨‍👩‍👧" * 4
    assert all(not piece.startswith("\u0301") for piece in split_text("e\u0301" * 9, 5))


@given(st.text(alphabet=st.sampled_from("一二。，\n 😀e\u0301\u200d"), max_size=200), st.integers(4, 40))
def test_every_piece_fits_and_nothing_else_is_lost(text: str, longest: int) -> None:
    pieces = split_text(text, longest)
    assert all(0 < length(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
