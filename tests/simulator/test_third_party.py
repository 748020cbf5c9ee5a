"""Unmodified third-party clients work: the `openai` package, as it comes."""

import base64
import io
from collections.abc import Iterator

import openai
import pytest
from PIL import Image

from tests.support.simulator import Simulator


@pytest.fixture(scope="module")
def opened(running: Simulator) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=running.base_url, api_key="xai-test", max_retries=0, timeout=20) as client:
        yield client


@pytest.fixture
def openai_client(stand_in: Simulator, opened: openai.OpenAI) -> openai.OpenAI:
    return opened


def test_chat_whole(openai_client: openai.OpenAI) -> None:
    answer = openai_client.chat.completions.create(model="grok-4.7", messages=[{"role": "user", "content": "Hello"}])

    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert answer.usage.completion_tokens > 0


def test_chat_streamed(openai_client: openai.OpenAI) -> None:
    stream = openai_client.chat.completions.create(
        model="grok-4.7",
        messages=[{"role": "user", "content": "Hello"}],
        stream=True,
        stream_options={"include_usage": True},
    )

    chunks = list(stream)

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens > 0


def test_responses_whole_stored_and_deleted(openai_client: openai.OpenAI) -> None:
    answer = openai_client.responses.create(model="grok-4.7", input="Hello", reasoning={"effort": "low"})

    assert answer.output_text
    assert openai_client.responses.retrieve(answer.id).output_text == answer.output_text
    openai_client.responses.delete(answer.id)
    with pytest.raises(openai.NotFoundError):
        openai_client.responses.retrieve(answer.id)


def test_responses_streamed(openai_client: openai.OpenAI) -> None:
    with openai_client.responses.stream(model="grok-4.7", input="Hello") as stream:
        said = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        final = stream.get_final_response()

    assert said == final.output_text
    assert final.usage is not None
    assert final.usage.output_tokens > 0


def test_structured_output_is_parsed(openai_client: openai.OpenAI) -> None:
    schema: dict[str, object] = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
    answer = openai_client.responses.create(
        model="grok-4.7",
        input="A name for a tea shop",
        text={"format": {"type": "json_schema", "name": "t", "schema": schema, "strict": True}},
    )

    assert answer.output_text.startswith('{"title": "')


def test_pictures_as_bytes_and_as_links(openai_client: openai.OpenAI) -> None:
    as_bytes = openai_client.images.generate(
        model="grok-imagine-image", prompt="a fox", response_format="b64_json", n=2
    )
    as_links = openai_client.images.generate(model="grok-imagine-image", prompt="a fox")

    assert as_bytes.data is not None
    assert as_links.data is not None
    for picture in as_bytes.data:
        assert Image.open(io.BytesIO(base64.b64decode(picture.b64_json or ""))).size == (1024, 1024)
    assert str(as_links.data[0].url).startswith("http://localhost:")


def test_models(openai_client: openai.OpenAI) -> None:
    assert "grok-4.7" in [model.id for model in openai_client.models.list()]
    assert openai_client.models.retrieve("grok-4.20").id == "grok-4.20-0309-reasoning"


@pytest.mark.parametrize(
    ("scene", "error"),
    [
        ("rate_limited", openai.RateLimitError),
        ("wrong_key", openai.BadRequestError),
        ("out_of_credit", openai.PermissionDeniedError),
        ("outage status=502 html=1", openai.InternalServerError),
        ("reset_connection", openai.APIConnectionError),
    ],
)
def test_faults_reach_the_client_as_its_own_errors(
    openai_client: openai.OpenAI, stand_in: Simulator, scene: str, error: type[Exception]
) -> None:
    stand_in.set_scene(scene)

    with pytest.raises(error):
        openai_client.chat.completions.create(model="grok-4.7", messages=[{"role": "user", "content": "Hello"}])
