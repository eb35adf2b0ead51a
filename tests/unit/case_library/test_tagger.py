"""The network that sees names by their place: its numbers, its files, and what it is taught with."""

import random

import numpy as np
import pytest

from case_library.masking.seen_names import seen_names
from case_library.masking.tagger import Reading, Seen, chances_of, tagger
from case_library.masking.tagger_weights import load_weights, save_weights
from case_library.masking.training import slot_texts
from case_library.masking.training.made_up_names import MadeUpNames


def persons(text: str) -> set[str]:
    return {name.text for name in seen_names(Reading(text)) if name.kind == Seen.PERSON}


def test_each_character_gets_chances_that_add_up() -> None:
    chances = tagger().chances("王建国和〇𠮷在Ａ村３号吵架")
    assert chances.shape == (13, 9)
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    assert tagger().chances("").shape == (0, 9)
    assert list(Reading("").spans(0.1)) == []


def test_full_width_and_traditional_script_are_read_as_the_usual_one() -> None:
    np.testing.assert_array_equal(tagger().chances("張偉住３棟"), tagger().chances("张伟住3栋"))


def test_a_name_at_a_cut_of_a_long_text_is_seen() -> None:
    story = "双方为了一点小事争吵，后来都不愿意再说什么。" * 40
    for at in range(330, 470, 7):
        text = f"{story[:at]}，欧阳秀兰不同意，{story[at:]}"
        assert len(chances_of(text)) == len(text)
        assert any("欧阳秀兰" in name for name in persons(text)), at


def test_a_word_is_a_name_where_a_person_stands() -> None:
    assert Reading("高兴欠周梅三万元，周梅起诉，高兴说没有钱。").chance(0, 2, Seen.PERSON) > 0.3
    assert Reading("双方都很高兴，当场签了协议。").chance(4, 6) < 0.01
    assert not persons("双方都很高兴，当场签了协议。")


def test_towns_and_authorities_stay() -> None:
    text = "长沙市岳麓区望月湖街道的村民到岳麓区人民法院起诉，派出所民警也来了。"
    assert list(seen_names(Reading(text))) == []


def test_weights_survive_writing_and_another_format_is_refused(tmp_path) -> None:
    weights = load_weights()
    save_weights(weights, tmp_path)
    again = load_weights(tmp_path)
    assert again.characters == weights.characters
    np.testing.assert_allclose(again.vectors, weights.vectors, atol=1e-6)
    np.testing.assert_allclose(again.layers[1][1].onward, weights.layers[1][1].onward, atol=1e-6)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000
    (tmp_path / "names.json").write_text('{"format": 99}')
    with pytest.raises(ValueError, match="99"):
        load_weights(tmp_path)


def test_where_the_weights_come_from_is_written_in_them() -> None:
    assert "Apache-2.0" in load_weights().about["set_out_from"]


def test_a_slot_is_filled_with_one_name_and_tagged() -> None:
    text, tags = slot_texts.filled("{人1}住{地1}村{号1}，{人1}打给{人2}：{电1}", MadeUpNames(3), random.Random(3))
    assert len(text) == len(tags)
    tagged = ["".join(sign for sign, _ in run) for run in _runs(list(zip(text, tags, strict=True)))]
    first, place, house, again, second = tagged
    assert first == again
    assert first != second
    assert text.startswith(f"{first}住{place}村{house}，{first}打给{second}：1")


def _runs(pairs: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    runs: list[list[tuple[str, int]]] = []
    for sign, tag in pairs:
        if tag in slot_texts.FIRST_TAG.values():
            runs.append([])
        if tag:
            runs[-1].append((sign, tag))
    return runs


def test_made_up_names_are_the_same_for_the_same_seed_and_various() -> None:
    assert [MadeUpNames(7).make(kind) for kind in "人地企号电牌"] == [
        MadeUpNames(7).make(kind) for kind in "人地企号电牌"
    ]
    names = MadeUpNames(7)
    made = {names.person() for _ in range(300)}
    assert len(made) > 280
    assert {len(name) for name in made} >= {2, 3, 4}
    assert any("·" in name for name in made)


def test_masked_people_and_bodies_become_slots() -> None:
    assert slot_texts.with_slots("李某甲在某五金厂做工，与李某乙同住某小区，某些人不服，李某甲说") == (
        "{人1}在{企9}五金厂做工，与{人2}同住{地10}小区，某些人不服，{人1}说"
    )


def test_words_for_persons_become_slots_but_not_parts_of_other_words() -> None:
    chance = random.Random(1)
    assert slot_texts.persons_for_roles("房东不退押金，房东说其他租客都这样，老板娘在场", chance, share=1) == (
        "{人1}不退押金，{人1}说其他{人2}都这样，老板娘在场"
    )


def test_the_own_narratives_have_well_formed_slots_and_name_nobody_else() -> None:
    narratives = slot_texts.own_narratives()
    assert len(narratives) >= 300
    for line in narratives:
        assert "{" not in slot_texts.filled(line, MadeUpNames(1), random.Random(1))[0], line


def test_annotated_narratives_are_taught_with_other_names_in_the_places_of_theirs() -> None:
    secrets = (("name", "王建国"), ("name", "建国"), ("place", "石桥"), ("place", "3栋501室"), ("phone", "13812345678"))
    text = "王建国住石桥村3栋501室，\n建国电话13812345678，身份证另存。"
    slots = slot_texts.slots_for_secrets(slot_texts.Annotated(text, ("王建国",), secrets))
    assert slots == "{人1}住{地1}村{号1}， {人2}电话{电1}，身份证另存。"
    assert all("{" in slot_texts.slots_for_secrets(each) for each in slot_texts.annotated_narratives()[:20])
