"""What a tab gets, against real web processes: everything from its cursor, nothing that is another's."""

from accounts.models import User
from tests.chatapp.relays import RunningRelay, ask, ended
from tests.chatapp.tabs import Tab
from tests.support.processes import Processes


def test_a_tab_reads_an_answer_as_it_is_written(alice: User, relay: RunningRelay, processes: Processes) -> None:
    web = processes.web()
    turn = ask(alice, "Why do rate limits exist? [[scene:pace tokens=40 rate=80]]")

    with Tab(web, alice) as tab:
        tab.watch(turn)
        fold = tab.read(turn)

    assert fold.state == "finished"
    assert fold.text == ended(turn).answer.text
