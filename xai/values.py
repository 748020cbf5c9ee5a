"""What goes in and out of this room: frozen values, no dictionaries of the provider's. Money is ticks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["system", "user", "assistant"]
Reason = Literal["stop", "length", "tool_calls", "filtered"]
VideoStatus = Literal["pending", "done", "failed", "expired", "moderated"]

# --- chat ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PictureIn:
    """A picture shown to an engine: a JPEG, PNG or WebP as a data URL. `tokens` is what it is billed as."""

    url: str = field(repr=False)
    tokens: int


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation. An empty one is left out when the request is sent: the provider refuses it.

    `pictures` go before the words. Only an engine whose `input_modalities` name "image" may be shown any.
    """

    role: Role
    text: str
    pictures: tuple[PictureIn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.pictures)


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question to an engine. `trace` goes out as X-Request-Id; `cache_key` keeps a conversation on one server.

    Parameters that its engine would refuse are left out when it is sent (`xai.parameters`). `patience_seconds` is for
    whoever has another engine to ask: no try begins later than that after the first.
    """

    engine: str
    messages: tuple[ChatMessage, ...]
    effort: str | None = None
    max_output_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    patience_seconds: float | None = None
    cache_key: str | None = None
    json_schema: Mapping[str, object] | None = None
    trace: str = ""

    @property
    def picture_tokens(self) -> int:
        """What all pictures in it are billed as."""
        return sum(picture.tokens for each in self.messages for picture in each.pictures)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a request used. `output_tokens` is visible text only, `reasoning_tokens` is apart, on both routes."""

    input_tokens: int = 0
    cached_tokens: int = 0
    image_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    total_tokens: int = 0
    ticks: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has begun to answer: from here on the request is billed."""

    request_id: str | None


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of the engine's thinking, summarised by the provider."""

    text: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A finish marker was seen: the reply is whole. `usage` is None when the provider did not say."""

    reason: Reason
    engine: str | None
    response_id: str | None
    fingerprint: str | None
    usage: Usage | None


StreamEvent = Accepted | ReasoningDelta | TextDelta | Finished


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply, asked for without streaming."""

    text: str
    reasoning: str
    reason: Reason
    engine: str | None
    response_id: str | None
    request_id: str | None
    fingerprint: str | None
    usage: Usage | None


# --- pictures and videos ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MediaIn:
    """A picture or film handed in, as a data URL: JPEG, PNG, WebP, or MP4."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """An order of `n` pictures, from words, or with `inputs` from pictures.

    `quality` is sent only to engines that have levels of it. Without a ratio the first input's is kept.
    """

    engine: str
    prompt: str
    n: int = 1
    ratio: str = "1:1"
    resolution: str = "1k"
    quality: str | None = None
    trace: str = ""
    inputs: tuple[MediaIn, ...] = ()

    @property
    def given(self) -> tuple[MediaIn, ...]:
        """Every picture handed in."""
        return self.inputs


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of one picture. The type is the provider's word for it: look for yourself before believing it."""

    data: bytes = field(repr=False)
    mime_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Pictures:
    """What came of an order. `moderated` counts those made and withheld; all of them withheld is an error instead."""

    items: tuple[Picture, ...]
    ticks: int | None
    request_id: str | None
    moderated: int = 0


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """An order of one video. `first` and `last` are frames of it, `references` show what is to be in it: not both.

    Without a ratio that of the first frame is kept.
    """

    engine: str
    prompt: str
    seconds: int = 8
    ratio: str = "16:9"
    resolution: str = "480p"
    trace: str = ""
    first: MediaIn | None = None
    last: MediaIn | None = None
    references: tuple[MediaIn, ...] = ()

    @property
    def given(self) -> tuple[MediaIn, ...]:
        """Every picture handed in."""
        return tuple(each for each in (self.first, self.last, *self.references) if each)


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A video made into another of the same length, ratio and (at most 720p) resolution."""

    engine: str
    prompt: str
    video: MediaIn
    trace: str = ""


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    """A video made longer by so many seconds."""

    engine: str
    prompt: str
    video: MediaIn
    seconds: int = 6
    trace: str = ""


FilmRequest = VideoRequest | ChangeRequest | ExtendRequest
MediaRequest = PictureRequest | FilmRequest


@dataclass(frozen=True, slots=True)
class VideoProgress:
    """What the provider says about one video now.

    "pending" includes an empty answer, an unknown word and an id it does not know (yet): the code then says which,
    and whoever keeps the deadlines decides. `error_text` is the provider's: for logs, never for people.
    """

    request_id: str
    status: VideoStatus
    progress: int | None = None
    url: str | None = None
    seconds: float | None = None
    ticks: int | None = None
    error_code: str | None = None
    error_text: str | None = None
    http_status: int = 200


# --- what the provider has -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TokenPrices:
    """Ticks per token. From `long_threshold` input tokens on the long prices hold; 0 there means "no such thing"."""

    prompt: int = 0
    cached: int = 0
    image: int = 0
    completion: int = 0
    long_threshold: int = 0
    long_prompt: int = 0
    long_cached: int = 0
    long_completion: int = 0


@dataclass(frozen=True, slots=True)
class Engine:
    """A Grok model that chats. No efforts: it takes no reasoning effort. `context_tokens` is None when not told.

    `created` is the provider's moment of its first day, in Unix seconds; 0 when not told.
    """

    id: str
    aliases: tuple[str, ...] = ()
    context_tokens: int | None = None
    input_modalities: tuple[str, ...] = ("text",)
    efforts: tuple[str, ...] = ()
    default_effort: str | None = None
    prices: TokenPrices = TokenPrices()
    created: int = 0

    @property
    def sees(self) -> bool:
        """Whether it can be shown pictures."""
        return "image" in self.input_modalities

    def answers_to(self, name: str) -> bool:
        """Whether the name is its id or one of its aliases."""
        return name == self.id or name in self.aliases


@dataclass(frozen=True, slots=True)
class KeyState:
    """What the provider says about our key: never the key itself."""

    redacted_key: str
    name: str
    team_id: str
    acls: tuple[str, ...]
    team_blocked: bool
    key_blocked: bool
    key_disabled: bool

    @property
    def usable(self) -> bool:
        """Whether requests with it are served at all."""
        return not (self.team_blocked or self.key_blocked or self.key_disabled)
