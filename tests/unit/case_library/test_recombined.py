"""Made-up cases for measuring: the same every time, whole entries, all different."""

from case_library.entry_format import from_json, to_json
from case_library.recombined import recombined_cases


def test_the_same_seed_gives_the_same_whole_entries() -> None:
    cases = list(recombined_cases(200, seed=3))
    assert cases == list(recombined_cases(200, seed=3))
    assert all(from_json(to_json(case)) == case for case in cases)


def test_stories_differ_and_other_seeds_deal_otherwise() -> None:
    stories = {case.story for case in recombined_cases(300, seed=1)}
    assert len(stories) == 300
    assert not stories & {case.story for case in recombined_cases(300, seed=2)}
