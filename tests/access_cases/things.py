"""The shape of what is put into an address."""

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User


@dataclass(frozen=True)
class Thing:
    """The words of an address, and what is filled in when it is asked."""

    words: dict[str, object] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


Make = Callable[[User], Thing]
