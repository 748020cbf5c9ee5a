"""Every code has its sentence, and every error of the provider a code."""

import re

import pytest

from chatapp import notices
from chatapp.models import turn as turn_module
from chatapp.models.turn import FINAL, NEXT, OPEN, IllegalMove, State, Turn
from xai import errors


@pytest.mark.parametrize("code", notices.NOTICES)
def test_a_notice_is_a_sentence_with_an_end(code: str) -> None:
    notice = notices.NOTICES[code]

    assert re.fullmatch(r"[A-Zx].{20,}\.", notice.sentence)
    assert len(code) <= (Turn._meta.get_field("notice").max_length or 0)


@pytest.mark.parametrize("kind", [errors.XaiError, *errors.XaiError.__subclasses__(), *errors.Refused.__subclasses__()])
@pytest.mark.parametrize("with_text", [True, False])
def test_every_error_has_a_notice(kind: type[errors.XaiError], with_text: bool) -> None:
    assert notices.code_for(kind(), with_text=with_text) in notices.NOTICES


WITHOUT_COST = {"length"}  # it ended as asked, and the receipt says it


@pytest.mark.parametrize("code", sorted(set(notices.NOTICES) - WITHOUT_COST))
def test_a_notice_says_whether_it_cost_something(code: str) -> None:
    notice = notices.NOTICES[code]

    for ticks in (None, 0, 1):
        said = notice.with_cost(notices.cost(ticks, exact=True, with_text=True))
        assert said.count("charged") == 1
        assert "{" not in said + notice.sentence


def test_what_is_charged_is_never_called_free_and_the_other_way_round() -> None:
    assert notices.cost(None, exact=False, with_text=True) == "Nothing was charged."
    assert notices.cost(0, exact=True, with_text=True) == "Nothing was charged."
    assert notices.cost(7, exact=True, with_text=True) == "What was written is charged; the amount stands below."
    assert notices.cost(7, exact=False, with_text=False) == "The attempt is charged; the amount below is estimated."


def test_an_outage_is_not_called_busy() -> None:
    code = notices.code_for(errors.Unavailable(), with_text=False)

    assert "busy" not in notices.NOTICES[code].sentence
    assert "busy" in notices.NOTICES[notices.code_for(errors.RateLimited(), with_text=False)].sentence


@pytest.mark.parametrize("code", ["wrong_key", "no_credit", "not_permitted"])
def test_the_accounts_trouble_names_the_account(code: str) -> None:
    assert notices.NOTICES[code].owner is notices.Owner.ACCOUNT


def test_an_unknown_code_of_a_later_version_still_says_something() -> None:
    notice = notices.of("from the future")

    assert notice is not None
    assert notice.code == "ours"
    assert notices.of("") is None


def test_every_state_is_in_the_table_and_an_end_is_an_end() -> None:
    assert set(NEXT) == set(State)
    assert set(OPEN) | set(FINAL) == set(State)
    assert all(not NEXT[state] for state in FINAL)


@pytest.mark.django_db
@pytest.mark.parametrize(("frm", "to"), [(State.FINISHED, State.WAITING), (State.WAITING, State.ANSWERING)])
def test_a_move_that_is_not_in_the_table_is_a_fault(frm: State, to: State) -> None:
    with pytest.raises(IllegalMove):
        turn_module.Turn.objects.move(1, [frm], to, lease=None)
