"""Which engines there are: two lists of the provider joined, and a table until it has spoken."""

import pytest

from tests.xai.conftest import KEY, Door, ask
from tests.xai.frames import response
from tests.xai.provider import Provider, Visit, answers
from xai import catalogue, errors
from xai.values import Engine, TokenPrices

PRICES = {
    "prompt_text_token_price": 21000,
    "cached_prompt_text_token_price": 5100,
    "prompt_image_token_price": 22000,
    "completion_text_token_price": 61000,
    "long_context_threshold": 200000,
    "prompt_text_token_price_long_context": 41000,
    "cached_prompt_text_token_price_long_context": 10100,
    "completion_text_token_price_long_context": 121000,
}
MODELS = {
    "object": "list",
    "data": [
        {"id": "grok-9", "aliases": ["grok-latest"], "context_length": 700000, **PRICES},
        {"id": "grok-imagine-image", "aliases": [], "image_price": 210000000},
        {
            "id": "grok-imagine-image-2.0",
            "image_price": 600000000,
            "pricing": [{"quality": "low", "resolution": "1k", "price_per_image": 410000000}],
        },
    ],
}
LANGUAGES = {
    "models": [
        {
            "id": "grok-9", "aliases": [], "input_modalities": ["text", "image"], **PRICES,
            "capabilities": {"reasoning_effort": ["low", "high"], "default_reasoning_effort": "high"},
        },
        {"id": "grok-4.20-0309-non-reasoning", "input_modalities": ["text"]},
    ]
}  # fmt: skip


def lists(languages: bool = True):  # type: ignore[no-untyped-def]
    """Serves both lists, or only the plain one."""

    async def scene(visit: Visit) -> None:
        if visit.path == "/v1/models":
            await answers(MODELS)(visit)
        elif visit.path == "/v1/language-models" and languages:
            await answers(LANGUAGES)(visit)
        elif visit.method == "POST":
            await answers(response())(visit)
        else:
            await answers(body=b"", status=404)(visit)

    return scene


async def test_both_lists_are_joined(provider: Provider, door: Door) -> None:
    provider.plays(lists())

    newest, older = await door().engines()

    assert newest == Engine(
        "grok-9", ("grok-latest",), 700000, ("text", "image"), ("low", "high"), "high",
        TokenPrices(21000, 5100, 22000, 61000, 200000, 41000, 10100, 121000),
    )  # fmt: skip
    assert (older.context_tokens, older.prices.prompt, older.efforts) == (1_000_000, 12500, ())


async def test_the_catalogue_is_asked_once_in_a_while(provider: Provider, door: Door) -> None:
    provider.plays(lists())
    upstream = door()

    await upstream.engines()
    await upstream.engines()
    assert len(provider.visits) == 2
    await upstream.engines(fresh=True)

    assert len(provider.visits) == 4


async def test_picture_prices_come_from_the_catalogue_where_it_tells_them_all(provider: Provider, door: Door) -> None:
    provider.plays(lists())

    told = await door().picture_prices()

    assert {each.id: dict(each.ticks) for each in told} == {
        "grok-imagine-image": {("", "1k"): 210000000, ("", "2k"): 210000000},
        "grok-imagine-image-2.0": {("low", "1k"): 410000000},
    }


async def test_a_server_with_only_the_plain_list_will_do(provider: Provider, door: Door) -> None:
    provider.plays(lists(languages=False))

    engines = await door().engines()

    assert [each.id for each in engines] == ["grok-9"]


async def test_the_catalogue_decides_which_effort_is_sent(provider: Provider, door: Door) -> None:
    provider.plays(lists())
    upstream = door()

    await upstream.answer(ask(engine="grok-9", effort="medium"))
    await upstream.engines()
    await upstream.answer(ask(engine="grok-latest", effort="medium"))

    asked = [visit.json for visit in provider.visits if visit.method == "POST"]
    assert "reasoning" not in asked[0]
    assert asked[1]["reasoning"] == {"effort": "low"}


@pytest.mark.parametrize(
    ("wanted", "engine", "sent"),
    [
        ("low", "grok-4.7", "low"),
        ("none", "grok-4.7", "low"),
        ("minimal", "grok-4.7", "low"),
        ("xhigh", "grok-4.5", "high"),
        ("none", "grok-4.3", "none"),
        ("minimal", "grok-4.3", "none"),
        ("max", "grok-4.7", None),
        (None, "grok-4.7", None),
        ("low", "grok-4.20", None),
        ("low", "nobody", None),
    ],
)
def test_an_effort_is_fitted_to_the_engine(wanted: str | None, engine: str, sent: str | None) -> None:
    assert catalogue.fitting(wanted, catalogue.find(catalogue.known_engines(), engine)) == sent


async def test_a_key_is_checked(provider: Provider, door: Door) -> None:
    body = {
        "redacted_api_key": "xai-...b14o", "name": "Ours", "team_id": "t-1", "acls": ["api-key:model:*"],
        "team_blocked": False, "api_key_blocked": False, "api_key_disabled": True,
    }  # fmt: skip
    provider.plays(answers(body))

    state = await door().check_key()

    assert (state.name, state.redacted_key, state.acls, state.usable) == (
        "Ours",
        "xai-...b14o",
        ("api-key:model:*",),
        False,
    )
    assert provider.visits[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_wrong_key_is_a_wrong_key(provider: Provider, door: Door) -> None:
    provider.plays(answers({"code": "invalid-argument", "error": "Incorrect API key provided."}, 400))

    with pytest.raises(errors.WrongKey):
        await door().check_key()
