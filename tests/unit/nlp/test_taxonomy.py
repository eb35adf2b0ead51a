"""The codes that other systems rely on."""

from nlp import taxonomy


def test_twenty_of_twenty_three_categories_are_mediable():
    assert len(taxonomy.CATEGORIES) == 23
    assert set(taxonomy.CATEGORIES) - taxonomy.MEDIABLE == {"administrative", "criminal", "not_legal"}


def test_every_category_ends_with_other_and_has_distinct_names():
    for code, entry in taxonomy.CATEGORIES.items():
        assert list(entry.subtypes)[-1] == "other", code
        assert len(set(entry.subtypes.values())) == len(entry.subtypes), code


def test_names():
    assert taxonomy.category_name("labour") == "劳动争议"
    assert taxonomy.subtype_name("not_legal", "procedure") == "法律程序常识"


def test_only_the_mediable_are_counted_in_the_report():
    for code, entry in taxonomy.CATEGORIES.items():
        assert (entry.report is not None) == (code in taxonomy.MEDIABLE)
