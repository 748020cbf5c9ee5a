"""The order of the checks, and the bodies of the refusals (reference 1.4 and 11)."""

import json

import httpx
import pytest

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator, start_simulator

OK = {"model": "grok-4.7", "messages": [{"role": "user", "content": "hi"}]}
ASK = {"model": "grok-4.7", "input": "hi"}
WRONG = {"Authorization": "Bearer xai-wrong"}
NONE = {"Authorization": ""}
PICTURE = {"prompt": "a fox"}


def argument(text: str) -> object:
    return {"code": "invalid-argument", "error": text}


CASES = [
    # each check comes before the next one: what is wrong later is not yet seen
    ("json before types", "/chat/completions", "{nonsense", WRONG, 400, "Failed to parse"),
    ("types before model", "/chat/completions", OK | {"temperature": "hot", "model": "grok-99"}, WRONG, 422, "Failed to"),
    ("model before key", "/chat/completions", OK | {"model": "grok-99"}, WRONG, 400, argument("Model not found: grok-99")),
    ("key before arguments", "/chat/completions", OK | {"stop": ["x"]}, WRONG, 400, "Incorrect API key provided."),
    ("no key", "/chat/completions", OK, NONE, 401, None),
    ("no model", "/responses", {"input": "hi"}, {}, 400, argument("Model not found: latest")),
    ("chat types in plain text", "/chat/completions", OK | {"stream": 1}, {}, 422, "Failed to deserialize the JSON body"),
    ("responses types in json", "/responses", ASK | {"stream": 1}, {}, 422, {"error": ...}),
    ("no messages", "/chat/completions", {"model": "grok-4.7"}, {}, 422, "missing field `messages`"),
    ("unknown fields are skipped", "/chat/completions", OK | {"max_toks": {}}, {}, 200, None),
    ("penalties even as zero", "/chat/completions", OK | {"presence_penalty": 0}, {}, 400,
     argument("Model grok-4.7 does not support parameter presencePenalty.")),
    ("stop on new models", "/chat/completions", OK | {"stop": "x"}, {}, 400, "does not support parameter stop"),
    ("stop on old models", "/chat/completions", OK | {"stop": ["x"], "model": "grok-4.3"}, {}, 200, None),
    ("temperature", "/chat/completions", OK | {"temperature": 2.5}, {}, 400, "Temperature must be less than 2"),
    ("effort none", "/chat/completions", OK | {"reasoning_effort": "none"}, {}, 400,
     argument("This model does not support `reasoning_effort` value `none`.")),
    ("effort unknown", "/responses", ASK | {"reasoning": {"effort": "ultra"}}, {}, 400, argument("Invalid reasoning effort.")),
    ("effort where there is none", "/chat/completions", OK | {"model": "grok-4.20", "reasoning_effort": "low"}, {}, 400,
     argument("Model grok-4.20-0309-reasoning does not support parameter reasoningEffort.")),
    ("search is gone", "/chat/completions", OK | {"search_parameters": {}}, {}, 410, "Live search is deprecated."),
    ("format on responses", "/responses", ASK | {"response_format": {}}, {}, 400, {"error": ...}),
    ("max_tokens on responses", "/responses", ASK | {"max_tokens": 5}, {}, 400, "max_output_tokens"),
    ("background", "/responses", ASK | {"background": True}, {}, 400, "background"),
    ("multi-agent in chat", "/chat/completions", OK | {"model": "grok-4.20-multi-agent"}, {}, 400, "/v1/responses"),
    ("empty content", "/chat/completions", OK | {"messages": [{"role": "user", "content": ""}]}, {}, 400,
     argument("Invalid request content: Each message must have at least one content element.")),
    ("wrong part", "/responses", ASK | {"input": [{"role": "user", "content": [{"type": "image_url"}]}]}, {}, 400,
     argument("Empty content block")),
    ("unknown item", "/responses", ASK | {"input": [{"type": "hologram"}]}, {}, 422, "untagged enum ModelInput"),
    ("null content in reasoning", "/responses", ASK | {"input": [{"type": "reasoning", "content": None}]}, {}, 422,
     "untagged enum ModelInput"),
    ("unknown previous", "/responses", ASK | {"previous_response_id": "gone"}, {}, 404, None),
    ("size of a picture", "/images/generations", PICTURE | {"size": "1024x1024"}, {}, 400,
     argument("Argument not supported: size")),
    ("ratio of a picture", "/images/generations", PICTURE | {"aspect_ratio": "7:5"}, {}, 400, "aspect ratio"),
    ("too many pictures", "/images/generations", PICTURE | {"n": 11}, {}, 400, "between 1 and 10"),
    ("picture without words", "/images/generations", {}, {}, 422, {"error": ...}),
    ("both inputs of an edit", "/images/edits", PICTURE | {"image": {}, "images": []}, {}, 400, "`image`"),
    ("a too long video", "/videos/generations", PICTURE | {"duration": 16}, {}, 400, "16s"),
    ("a too long reference video", "/videos/generations", PICTURE | {"duration": 15, "reference_images": [{"url": "x"}]}, {},
     400, argument("Duration 15s exceeds the maximum allowed for reference-to-video, which is 10s.")),
    ("resolution of a video", "/videos/generations", PICTURE | {"resolution": "1080p"}, {}, 400, "1080p"),
    ("ratio of a video", "/videos/generations", PICTURE | {"aspect_ratio": "21:9"}, {}, 400, "aspect ratio"),
    ("an unknown scene", "/chat/completions", OK, {"X-Simulator-Scene": "nope"}, 400, "no scene named nope"),
    ("a wrong path", "/chat/completion", OK, {}, 404, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "said"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_wrong_first_is_what_is_said(
    call: Caller, path: str, body: object, headers: dict[str, str], status: int, said: object
) -> None:
    raw = body if isinstance(body, str) else json.dumps(body)

    answer = call.client.post(path, content=raw, headers={"Content-Type": "application/json"} | headers)

    assert answer.status_code == status, answer.text
    if said == {"error": ...}:
        assert list(answer.json()) == ["error"]
    elif isinstance(said, str):
        assert said in answer.text
    elif said is not None:
        assert answer.json() == said


def test_chat_says_wrong_types_in_plain_text(call: Caller) -> None:
    answer = call.client.post("/chat/completions", json=OK | {"n": []})

    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/chat/completions", {"content": b""}),
        ("/chat/completions", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}),
        ("/images/edits", {"files": {"image": b"x"}, "data": {"prompt": "a fox"}}),
    ],
)
def test_what_is_not_json_is_415(call: Caller, path: str, sent: dict[str, object]) -> None:
    assert call.client.post(path, **sent).status_code == 415  # type: ignore[arg-type]


def test_a_wrong_method_is_405(call: Caller) -> None:
    assert call.client.delete("/chat/completions").status_code == 405


def test_refusals_are_logged_unbilled_and_carry_no_rate_headers(call: Caller, stand_in: Simulator) -> None:
    answer = call.client.post("/chat/completions", json=OK, headers=WRONG | {"X-Request-Id": "trace-1"})

    row = stand_in.requests()[0]
    assert (row["accepted"], row["status"], row["ticks"], row["trace"]) == (False, 400, 0, "trace-1")
    assert not any(name.startswith("x-ratelimit") for name in answer.headers)


def test_only_configured_keys_are_right_when_there_are_any(tmp_path_factory: pytest.TempPathFactory) -> None:
    with start_simulator(tmp_path_factory.mktemp("keys"), key=["xai-one", "xai-two"]) as simulator:
        statuses = [
            httpx.get(f"{simulator.base_url}/api-key", headers={"Authorization": f"Bearer {key}"}).status_code
            for key in ("xai-one", "xai-two", "xai-three")
        ]

    assert statuses == [200, 200, 400]
