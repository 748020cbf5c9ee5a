"""Sessions: the row is the truth, the cache a copy that may be away."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as RowStore
from django.core.cache import caches

from foundation.outages import REDIS_AWAY


class SessionStore(CachedStore):
    """Django's, except that without the cache people stay signed in, and nobody seems signed out who is not."""

    def load(self) -> dict[str, Any]:
        """What the session holds: the row's, if the cache cannot be asked."""
        try:
            return super().load()
        except REDIS_AWAY:
            return RowStore.load(self)

    def exists(self, session_key: str | None) -> bool:
        """Whether there is a row of this name."""
        return session_key is not None and RowStore.exists(self, session_key)

    def delete(self, session_key: str | None = None) -> None:
        """The copy first. Raises while the cache is away: with the row alone gone, the copy would come back."""
        if key := session_key or self.session_key:
            caches[settings.SESSION_CACHE_ALIAS].delete(self.cache_key_prefix + key)
        super().delete(session_key)
