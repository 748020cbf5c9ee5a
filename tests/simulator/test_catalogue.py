"""The lists of models, the key's page and the tokenizer (reference 1.5, 6 and 7)."""

import pytest

from tests.simulator.calls import Caller


def test_models_say_data_and_have_contexts_and_prices(call: Caller) -> None:
    body = call.client.get("/models").json()

    engine = next(entry for entry in body["data"] if entry["id"] == "grok-4.5")
    assert (body["object"], list(body)) == ("list", ["object", "data"])
    assert engine["context_length"] == 500_000
    assert engine["cached_prompt_text_token_price"] == 3_000
    assert (engine["long_context_threshold"], engine["completion_text_token_price_long_context"]) == (200_000, 120_000)


def test_language_models_say_models_and_have_efforts(call: Caller) -> None:
    body = call.client.get("/language-models").json()

    by_id = {entry["id"]: entry for entry in body["models"]}
    assert list(body) == ["models"]
    assert by_id["grok-4.7"]["capabilities"] == {
        "reasoning_effort": ["low", "medium", "high", "xhigh"],
        "default_reasoning_effort": "high",
    }
    assert by_id["grok-4.20-0309-non-reasoning"]["capabilities"] == {}
    assert "context_length" not in by_id["grok-4.7"]


def test_pictures_have_prices_and_videos_have_none(call: Caller) -> None:
    pictures = call.client.get("/image-generation-models").json()["models"]
    videos = call.client.get("/video-generation-models").json()["models"]

    assert [entry["image_price"] for entry in pictures] == [200_000_000, 600_000_000]
    assert len(pictures[1]["pricing"]) == 4
    assert all("price" not in name for entry in videos for name in entry)


def test_there_are_no_embeddings(call: Caller) -> None:
    assert call.client.get("/embedding-models").json() == {"models": []}


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("/models/grok-latest", "grok-4.7"),
        ("/language-models/grok-4.20", "grok-4.20-0309-reasoning"),
        ("/image-generation-models/grok-imagine-image-pro", "grok-imagine-image-2.0"),
        ("/video-generation-models/grok-imagine-video", "grok-imagine-video"),
    ],
)
def test_one_entry_by_id_or_alias(call: Caller, path: str, id: str) -> None:
    assert call.client.get(path).json()["id"] == id


def test_an_unknown_entry_is_404(call: Caller) -> None:
    assert call.client.get("/models/grok-99").status_code == 404


def test_free_answers_carry_no_rate_headers(call: Caller) -> None:
    answer = call.client.get("/models")

    assert "x-request-id" in answer.headers
    assert not any(name.startswith("x-ratelimit") for name in answer.headers)


def test_the_key_has_a_page(call: Caller) -> None:
    body = call.client.get("/api-key").json()

    assert body["redacted_api_key"] == "xai-...test"
    assert (body["team_blocked"], body["api_key_blocked"], body["api_key_disabled"]) == (False, False, False)


@pytest.mark.parametrize(
    ("headers", "status"), [({"Authorization": ""}, 401), ({"Authorization": "Bearer xai-wrong"}, 400)]
)
def test_lists_want_a_key(call: Caller, headers: dict[str, str], status: int) -> None:
    assert call.client.get("/models", headers=headers).status_code == status


def test_the_tokenizer_gives_back_every_byte(call: Caller) -> None:
    answer = call.client.post("/tokenize-text", json={"text": "Grüße, fox 🦊", "model": "grok-4.7"}).json()

    raw = b"".join(bytes(token["token_bytes"]) for token in answer["token_ids"])
    assert raw.decode() == "Grüße, fox 🦊"
