"""jieba and rjieba must cut alike, or an index and a query would not meet."""

from nlp.tokenise import cut, new_cutter, words, words_bulk

TEXTS = [
    "老板拖欠我三个月工资，一共三万，我在麓谷",
    "申请人民调解委员会的司法确认要带什么材料？",
    "隔壁加装电梯挡了我家采光 他们都签字了就我没签",
    "交强险和商业险都买了，对方全责，保险公司只赔2000.5元",
    "iPhone15是翻新机，退一赔三",
    "中华人民共和国劳动合同法第八十二条规定的二倍工资",
    "",
    "，。！",
]


def test_both_cutters_agree():
    assert [words(text) for text in TEXTS] == list(words_bulk(TEXTS))


def test_legal_words_stay_whole():
    assert "司法确认" in words("怎么申请司法确认")
    assert "无固定期限" in cut("签了无固定期限合同")


def test_search_mode_also_gives_the_words_inside():
    assert {"人民调解", "调解"} <= set(words("人民调解"))


def test_punctuation_is_left_out():
    assert words("，。！ ") == []


def test_cache_goes_where_it_is_told(tmp_path):
    cutter = new_cutter(tmp_path / "own")
    assert [path.name for path in (tmp_path / "own").iterdir()]
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0
    assert "司法确认" in cutter.lcut("怎么申请司法确认")
