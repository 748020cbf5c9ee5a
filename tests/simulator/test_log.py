"""The log: the provider's own bill, and what tests prove with it."""

import json
import threading
import time

import httpx
import pytest

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator, start_simulator

SLOW = {"model": "grok-4.7", "input": "[[scene:pace rate=50 tokens=1000]]", "stream": True, "store": False}
KEY = {"Authorization": "Bearer xai-test"}


def test_an_accepted_request_is_written_down_with_the_clients_own_id(call: Caller, stand_in: Simulator) -> None:
    call.client.post("/responses", json={"model": "grok-4.7", "input": "hello"}, headers={"X-Request-Id": "click-1"})

    row = stand_in.requests(trace="click-1")[0]
    assert (row["route"], row["model"], row["accepted"], row["ended"]) == ("responses", "grok-4.7", True, "finished")
    assert float(str(row["accepted_at"])) <= float(str(row["ended_at"])) <= time.time()


@pytest.mark.parametrize("route", ["chat", "responses"])
def test_a_client_that_leaves_is_billed_for_what_it_got(call: Caller, stand_in: Simulator, route: str) -> None:
    heard = call.hear(route, "[[scene:pace rate=100 tokens=1000]]", stop_after=12)

    stand_in.wait_for(lambda it: bool(it.requests()[0]["ended"]))
    row = stand_in.requests()[0]
    assert row["ended"] == "client closed"
    assert str(row["text"]).startswith(heard.text)
    assert 0 < int(str(row["tokens"])) < 100
    assert (
        int(str(row["ticks"]))
        == 128 * 5_000 + (int(str(row["input_tokens"])) - 128) * 20_000 + int(str(row["tokens"])) * 60_000
    )


@pytest.mark.parametrize("scene", ["slow_first_token", "hang after=1", "hang_before_headers", "keep_alive"])
def test_a_client_that_leaves_is_noticed_at_once_while_nothing_is_said(stand_in: Simulator, scene: str) -> None:
    left: list[float] = []

    def come_and_go() -> None:
        body = {"model": "grok-4.7", "input": f"[[scene:{scene}]]", "stream": True, "store": False}
        with httpx.Client(base_url=stand_in.base_url, headers=KEY, timeout=0.5) as client:
            try:
                with client.stream("POST", "/responses", json=body) as answer:
                    answer.read()
            except httpx.ReadTimeout:
                left.append(time.time())

    visitor = threading.Thread(target=come_and_go)
    visitor.start()
    stand_in.wait_for(lambda it: len(it.open_connections()) == 1)
    visitor.join(10)
    stand_in.wait_for(lambda it: it.open_connections() == [])

    closed = stand_in.closed_connections()[0]
    assert closed["how"] == "client closed"
    # `left` is taken after the timeout was raised, the close may be seen a little before it.
    assert float(str(closed["closed_at"])) - left[0] < 1


def test_the_log_can_be_cleared(call: Caller, stand_in: Simulator) -> None:
    call.chat("hello")

    stand_in.clear()

    assert stand_in.requests() == []
    assert stand_in.closed_connections() == []


def client_of(simulator: Simulator) -> Caller:
    """A caller of a stand-in of one's own."""
    return Caller(httpx.Client(base_url=simulator.base_url, headers=KEY, timeout=20))


def test_nothing_is_lost_by_a_kill(tmp_path_factory: pytest.TempPathFactory, small_picture: str) -> None:
    with start_simulator(tmp_path_factory.mktemp("killed"), video_seconds=1.5) as simulator:
        call = client_of(simulator)
        stored = call.responses("My name is Ada.").json()["id"]
        call.chat("[[scene:outage]] hello")
        picture = call.picture("a fox").json()["data"][0]["url"]
        made = httpx.get(picture).content
        video = call.video("a fox", duration=1, image={"url": small_picture}).json()["request_id"]
        before = simulator.requests()

        simulator.restart()

        assert [strip(row) for row in simulator.requests()] == [strip(row) for row in before]
        assert call.poll(video).status_code in (200, 202)
        assert call.finished(video).json()["status"] == "done"
        assert httpx.get(call.finished(video).json()["video"]["url"], timeout=20).status_code == 200
        assert httpx.get(picture).content == made
        assert "Ada" in call.responses("What is my name?", previous_response_id=stored).text


def strip(row: dict[str, object]) -> dict[str, object]:
    """A row without its counters, which live in memory only."""
    return {name: value for name, value in row.items() if name not in ("polls", "downloads")}


def test_a_stream_open_at_a_kill_is_billed_to_within_a_second(tmp_path_factory: pytest.TempPathFactory) -> None:
    with start_simulator(tmp_path_factory.mktemp("killed")) as simulator:
        reached = 0
        with client_of(simulator).client.stream("POST", "/responses", json=SLOW) as answer:
            for packet in answer.iter_raw():
                reached += packet.count(b"event: response.output_text.delta")
                if reached >= 100:
                    simulator.kill()
                    break

        simulator.restart()

        row = simulator.requests()[0]
        assert row["ended"] == "simulator died"
        assert reached - 75 <= int(str(row["tokens"])) <= reached + 10
        assert int(str(row["ticks"])) > int(str(row["tokens"])) * 60_000 > 0


def test_a_job_started_before_a_kill_goes_on_by_wall_clock(tmp_path_factory: pytest.TempPathFactory) -> None:
    with start_simulator(tmp_path_factory.mktemp("killed"), video_seconds=0.8) as simulator:
        call = client_of(simulator)
        video = call.video("a fox", duration=1).json()["request_id"]
        until = time.time() + 0.8

        simulator.kill()
        while time.time() < until:
            time.sleep(0.02)
        simulator.restart()

        assert call.poll(video).json()["status"] == "done"


def test_a_line_cut_short_by_a_kill_does_not_spoil_the_rest(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("torn")
    with start_simulator(folder) as simulator:
        call = client_of(simulator)
        call.chat("one")
        simulator.kill()
        with (folder / "journal.jsonl").open("ab") as journal:
            journal.write(b'{"line":"request","id":"torn')
        simulator.restart()
        call.chat("two")
        simulator.restart()

        assert [row["prompt"] for row in simulator.requests()] == ["one", "two"]


def test_the_journal_is_lines_of_json(call: Caller, stand_in: Simulator) -> None:
    call.chat("Ein Gruß\u2028an alle")

    lines = (stand_in.data / "journal.jsonl").read_bytes().strip().split(b"\n")

    assert all("line" in json.loads(line) for line in lines)


def test_the_accepted_line_is_on_disk_before_the_answer_has_begun(call: Caller, stand_in: Simulator) -> None:
    with call.client.stream("POST", "/responses", json=SLOW) as answer:
        written = (stand_in.data / "journal.jsonl").read_text()

        assert answer.headers["x-request-id"] in written
