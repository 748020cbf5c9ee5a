"""The cheap look before the gate: it may ask the gate too often, and never too seldom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.relay.judging import Judge, Terms, bare, undisguised
from moderation import gates, policies

BREAKS = [
    "they are a subhuman race",
    "They are a SUBHUMAN   RACE",
    "some call them s u b h u m a n race",
    "they are a 5ubhum4n r4ce",
    "they are a s\u200bubhuman r\u00e1ce",
    "they are a ѕubhumаn rасe",
    "a sexy little child was there",
    "a seeexy little chiiiild was there",
    "an erotic tale of a 15yo was there",
    "an erotic tale of a 15 year old was there",
    "a s3xy l1ttle g1rl was there",
]
HARMLESS = [
    "A rate limit is a promise between you and a service.",
    "The children played with their kite; a minor scale sounds sad.",
    "Bare hands, nude colours, a race of horses, sub and human.",
]


def passes(pieces: list[str]) -> bool:
    judge = Judge()
    return all(verdict is None or verdict.passes for verdict in map(judge.judge, pieces))


@pytest.mark.parametrize("text", BREAKS)
@given(st.data())
def test_what_the_gate_forbids_is_found_however_it_is_cut(text: str, data: st.DataObject) -> None:
    whole = f"Some words before. {text} and some after."
    cuts = sorted(data.draw(st.sets(st.integers(1, len(whole) - 1), max_size=30)))
    pieces = [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    assert not gates.while_streaming(whole).passes
    assert not passes(pieces)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_the_gate_allows_goes_on(text: str) -> None:
    assert gates.while_streaming(text).passes
    assert passes(list(text))


@pytest.mark.parametrize("after", range(8))
def test_what_is_kept_for_the_next_look_begins_with_a_whole_word(after: int) -> None:
    begin = "Her grandchildren drew a sexy tree. "
    filled = begin + "z " * gates.OVERLAP
    kept_from = begin.index("children") - 2 + after
    judge = Judge()

    assert passes([filled, " sexy"])
    assert judge.judge(filled[: kept_from + gates.OVERLAP]) is not None
    verdict = judge.judge(" sexy")
    assert verdict is not None
    assert verdict.passes


@given(st.text(max_size=60), st.text(max_size=60))
def test_bare_text_may_be_joined(one: str, two: str) -> None:
    if one.isascii() == two.isascii() == (one + two).isascii():
        assert bare(one + two) == bare(one) + bare(two)
        assert undisguised(one + two) == undisguised(one) + undisguised(two)


def test_how_an_answer_ends_is_judged_when_nothing_more_comes() -> None:
    judge = Judge()

    assert all(verdict is None or verdict.passes for verdict in map(judge.judge, ["An erotic song in a ", "minor"]))
    assert not judge.last().passes


def test_what_spares_a_sentence_need_not_be_kept_as_long_as_it() -> None:
    """Of the tail that is read again the first word is gone at some length: the sentence was judged with it in sight."""
    spared = "The police asked who wrote such erotic stories to children. "

    for after in range(gates.OVERLAP - len(spared), gates.OVERLAP):
        assert passes([spared, "z " * (after // 2), "erotic"]), after
    assert not passes([spared, "z " * 200, "erotic children"])


def test_most_words_never_reach_the_gate() -> None:
    judge = Judge()
    words = [f"{word} " for word in " ".join(HARMLESS[:1] * 50).split()]

    asked = [word for word in words if judge.judge(word) is not None]

    assert len(asked) == 0


def test_a_policy_that_cannot_be_read_as_lists_is_asked_each_time() -> None:
    assert Terms(policies.Policy(version="", clauses=())).any is None


def test_a_continued_answer_is_judged_with_what_it_goes_on_from() -> None:
    judge = Judge("They are a subhuman ")

    verdict = judge.judge("race")

    assert verdict is not None
    assert not verdict.passes
