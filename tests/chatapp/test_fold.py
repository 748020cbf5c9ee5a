"""The fold: the same message from whichever cursor, however the events were cut."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp import events, log
from chatapp.events import Cursor, Event, Kind
from chatapp.fold import Fold, Gap, fold

TURN = uuid4()
letters = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
event = st.one_of(
    st.builds(events.state, st.sampled_from(["connecting", "thinking"])),
    st.builds(lambda text: Event(Kind.REASONING, text=text), letters),
    st.builds(lambda text: Event(Kind.TEXT, text=text), letters),
    st.builds(events.label, letters),
)
told = st.lists(event, min_size=1, max_size=30)


def frames(of: list[Event], epoch: int = 1000) -> list[bytes]:
    return [entry.frame for entry in log.numbered(TURN, Cursor(epoch, 0), of)]


@given(told)
def test_the_fold_is_the_text_in_order(of: list[Event]) -> None:
    folded = fold(frames(of))

    assert folded.text == "".join(each.text for each in of if each.kind is Kind.TEXT)
    assert folded.reasoning == "".join(each.text for each in of if each.kind is Kind.REASONING)
    assert folded.cursor == Cursor(1000, len(of))


@given(told, st.integers(0, 30), st.integers(0, 30))
def test_reading_again_from_any_cursor_changes_nothing(of: list[Event], broken_at: int, again_from: int) -> None:
    all_of_it = frames(of)
    folded = fold(all_of_it[:broken_at])

    for frame in all_of_it[min(again_from, broken_at) :]:
        folded.take(*events.parse(frame))

    assert folded == fold(all_of_it)


@given(told, told)
def test_a_new_epoch_begins_from_nothing(lost: list[Event], told_anew: list[Event]) -> None:
    folded = fold([*frames(lost, 1000), *frames(told_anew, 1001)])

    assert folded == fold(frames(told_anew, 1001))


@given(told)
def test_the_opening_of_a_new_epoch_folds_to_what_was_told(of: list[Event]) -> None:
    before = fold(frames(of))

    after = fold(frames(list(before.opening()), 1001))

    assert (after.text, after.reasoning, after.label) == (before.text, before.reasoning, before.label)
    assert after.state == before.state


@given(st.lists(letters, min_size=3, max_size=9), st.data())
def test_a_hole_is_never_folded_over(texts: list[str], data: st.DataObject) -> None:
    of = frames([Event(Kind.TEXT, text=text) for text in texts])
    hole = data.draw(st.integers(1, len(of) - 2))

    folded = fold(of[:hole])

    with pytest.raises(Gap):
        folded.take(*events.parse(of[hole + 1]))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60_000))
def test_long_text_travels_in_pieces_and_arrives_whole(text: str) -> None:
    parts = list(events.pieces(Kind.TEXT, text))

    assert "".join(part.text for part in parts) == text
    assert all(0 < len(part.text) <= events.PIECE_CHARACTERS for part in parts)


@given(event, st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_frame_is_read_back_as_it_was(of: Event, epoch: int, n: int) -> None:
    cursor = Cursor(epoch, n)

    assert events.parse(events.frame(str(TURN), epoch, n, of)) == (cursor, of)


@pytest.mark.parametrize("said", ["", "x", "1.x", "-1.2", "1.2.3", "1." + "9" * 40, "¹.2", " 1.2"])
def test_a_cursor_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"(?s).*"):
        Cursor.parse(said)


def test_a_cursor_is_read_back_as_it_was() -> None:
    assert Cursor.parse("0") == Fold().cursor
    assert Cursor.parse(str(Cursor(1001, 17))) == Cursor(1001, 17)
