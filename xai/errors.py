"""What can go wrong between us and the provider.

    XaiError
    ├── NotSent            nothing left the house                        not billed, may retry
    │   ├── ConnectFailed      name, refusal, TLS, too slow to connect
    │   └── PoolFull           every connection of ours was busy for too long
    ├── Refused            the provider said no                          not billed
    │   ├── RateLimited        429, or held back by our own limiter          may retry
    │   ├── Unavailable        503, or a 200, with the provider's own body   may retry
    │   ├── WrongKey           401, and 400 with its text
    │   ├── NoCredit           out of credit, whatever the status
    │   ├── NotPermitted       blocked, or the key lacks the right
    │   ├── SafetyRefused      the input was turned away
    │   ├── EngineUnknown      no such engine
    │   ├── ContextTooLong     more than the engine reads
    │   ├── NotThere           no such address, id or feature
    │   └── InvalidRequest     every other 4xx
    ├── Moderated          made, looked at, withheld                     billed
    ├── FateUnknown        it may have been accepted                     perhaps billed
    │   ├── TimedOut           no answer, or no more of it, in time
    │   ├── Cut                the connection ended before a finish marker
    │   ├── Unreadable         an answer that makes no sense
    │   └── ServerBroke        5xx that is not a clear refusal, or an error inside a stream
    └── NotFetched         a file could not be downloaded; free
        ├── AddressRefused     a host, scheme or redirect we do not follow
        ├── Gone               the address no longer leads to the file
        └── TooLarge           more bytes than allowed

Decide by the attributes, not by the class: a refusal inside an accepted stream is `Refused`, yet perhaps billed.
`may_retry`: sending the very same request again cannot be billed twice. `transient`: a new attempt may go better.
`detail` is the provider's text. It is for logs, never for people.
"""

from enum import StrEnum


class Billed(StrEnum):
    """Whether the provider asks money for a request that failed."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class XaiError(Exception):
    """Any failure to get an answer. `retry_after` is in seconds; `ticks` is what the provider says it cost."""

    code = "failed"
    may_retry = False
    transient = False
    billed = Billed.NO

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        ticks: int | None = None,
        billed: Billed | None = None,
        may_retry: bool | None = None,
        transient: bool | None = None,
    ) -> None:
        super().__init__()
        self.detail = detail
        self.status = status
        self.request_id = request_id
        self.retry_after = retry_after
        self.ticks = ticks
        self.code = self.code if code is None else code
        self.billed = self.billed if billed is None else billed
        self.may_retry = self.may_retry if may_retry is None else may_retry
        self.transient = self.transient if transient is None else transient

    def __str__(self) -> str:
        said = {"status": self.status, "request_id": self.request_id, "retry_after": self.retry_after}
        rest = "".join(f" {name}={value}" for name, value in said.items() if value is not None)
        return f"{self.code}{rest} billed={self.billed}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"

    def __reduce__(self) -> tuple[type, tuple[()], dict[str, object]]:
        # An exception that crosses a process (a task's result) is rebuilt from its attributes.
        return type(self), (), dict(self.__dict__)

    def log_fields(self) -> dict[str, object]:
        """What a log line about it holds; `detail` is the provider's own text."""
        said = {name: value for name, value in self.__dict__.items() if name != "request_id"}
        return {"error": type(self).__name__, "upstream_request_id": self.request_id, **said}

    def of_a_free_call(self) -> "XaiError":
        """The same failure of a call that costs nothing and changes nothing: reading may always be tried again."""
        self.billed = Billed.NO
        self.may_retry = self.transient
        return self

    def inside_a_stream(self, *, heard_text: bool) -> "XaiError":
        """The same failure after the request was accepted: what it had generated is billed."""
        self.billed = Billed.YES if heard_text or self.billed is Billed.YES else Billed.UNKNOWN
        self.may_retry = False
        return self


class NotSent(XaiError):
    """Nothing left the house."""

    code = "not_sent"
    may_retry = True
    transient = True


class ConnectFailed(NotSent):
    """No connection to the provider could be made."""

    code = "connect_failed"


class PoolFull(NotSent):
    """All connections for this purpose stayed busy."""

    code = "pool_full"


class Refused(XaiError):
    """The provider said no before doing any work."""

    code = "refused"


class RateLimited(Refused):
    """Too many requests or tokens; `retry_after` may be missing."""

    code = "rate_limited"
    may_retry = True
    transient = True


class Unavailable(Refused):
    """The provider says itself that it cannot serve now."""

    code = "unavailable"
    may_retry = True
    transient = True


class WrongKey(Refused):
    """The API key is missing or wrong."""

    code = "wrong_key"


class NoCredit(Refused):
    """The team's credit or spending limit is used up."""

    code = "no_credit"


class NotPermitted(Refused):
    """The team or key is blocked, or lacks the right to this engine or route."""

    code = "not_permitted"


class SafetyRefused(Refused):
    """The provider's safety check turned the input away."""

    code = "safety_refused"


class EngineUnknown(Refused):
    """The provider knows no engine of that name."""

    code = "engine_unknown"


class ContextTooLong(Refused):
    """The input is longer than the engine can read."""

    code = "context_too_long"


class NotThere(Refused):
    """No such route, feature or id."""

    code = "not_there"


class InvalidRequest(Refused):
    """The provider does not accept this request as it is."""

    code = "invalid_request"


class Moderated(XaiError):
    """The result was made and withheld by the provider's moderation. It is billed; never send it again by itself."""

    code = "moderated"
    billed = Billed.YES


class FateUnknown(XaiError):
    """The request may have been accepted, and may be billed."""

    code = "fate_unknown"
    billed = Billed.UNKNOWN
    transient = True


class TimedOut(FateUnknown):
    """The answer, or the rest of it, did not come in time; the code says which clock ran out."""

    code = "timed_out"


class Cut(FateUnknown):
    """The connection ended before the answer was complete."""

    code = "cut"


class Unreadable(FateUnknown):
    """The answer makes no sense to us."""

    code = "unreadable"


class ServerBroke(FateUnknown):
    """The provider, or something in front of it, failed while it had the request."""

    code = "server_broke"


class NotFetched(XaiError):
    """A file could not be downloaded. Fetching is free."""

    code = "not_fetched"


class AddressRefused(NotFetched):
    """The address is not one we download from."""

    code = "address_refused"


class Gone(NotFetched):
    """The address no longer leads to the file."""

    code = "gone"


class TooLarge(NotFetched):
    """The file has more bytes than allowed."""

    code = "too_large"
