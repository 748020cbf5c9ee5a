"""Text made to keep a worker busy is read in one go."""

import time
from typing import Any

import pytest

from chatapp.transfers.sources import chatgpt, open_webui

MILLION = 1_000_000
CPU_SECONDS = 2.0
OPENS = '<details type="reasoning">'


def chat(text: str) -> dict[str, Any]:
    return {"chat": {"history": {"messages": {"a": {"role": "assistant", "content": text}}}}}


def mapping(text: str) -> dict[str, Any]:
    content = {"content_type": "text", "parts": [text]}
    return {"mapping": {"a": {"message": {"author": {"role": "assistant"}, "content": content}}}}


HOSTILE = {
    "citations opened": (chatgpt.read, mapping("\ue200" * MILLION)),
    "thinking opened": (open_webui.read, chat(OPENS * (MILLION // len(OPENS)))),
    "thinking half opened": (open_webui.read, chat('<details type="reasoning"' * (MILLION // 25))),
    "folded lines opened": (open_webui.read, chat((OPENS + "<summary>") * (MILLION // 35))),
    "thinking opened and once closed": (open_webui.read, chat(OPENS * (MILLION // len(OPENS)) + "</details>")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_marks_that_are_opened_and_never_closed_cost_no_more_than_other_words(name: str) -> None:
    read, item = HOSTILE[name]
    began = time.process_time()

    brought = read(item)

    assert brought.nodes
    assert time.process_time() - began < CPU_SECONDS


def test_thinking_and_citations_are_still_taken_out_of_the_text() -> None:
    said = f"{OPENS}\n<summary>Thought</summary>\n> One &amp; two\n</details>\nYes.{OPENS}\nMore\n</details> No."

    answer = open_webui.read(chat(said)).nodes[1]

    assert (answer.text, answer.reasoning) == ("Yes.No.", "One & two\n\nMore")
    assert chatgpt.read(mapping("So\ue200cite\ue201 it is.")).nodes[1].text == "So it is."
