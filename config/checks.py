"""Start-up checks: a dangerous set-up refuses to start, and says which setting to change.

The cheap ones run with every command; those that ask a server run under `manage.py check --deploy` and at the start of
each process (`config.web`, the relay, the workers).
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from foundation.start_checks import OURS


@register(OURS, Tags.security)
def timeouts_above_blocks(**_: Any) -> list[CheckMessage]:
    """A Redis socket that gives up before a blocking read ends kills every idle reader."""
    if settings.REDIS_SOCKET_SECONDS <= settings.REDIS_BLOCK_SECONDS + 1:
        return [Error("REDIS_SOCKET_SECONDS must be more than a second above REDIS_BLOCK_SECONDS.", id="salon.E001")]
    return []


@register(OURS, Tags.security)
def no_debug_in_public(**_: Any) -> list[CheckMessage]:
    """DEBUG shows source and settings to whoever meets an error."""
    local = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    if settings.DEBUG and not set(settings.ALLOWED_HOSTS) <= local:
        return [Error("DEBUG is on while ALLOWED_HOSTS names a public host.", id="salon.E002")]
    return []


@register(OURS, Tags.security)
def real_password_hashes(**_: Any) -> list[CheckMessage]:
    """The quick hasher is for tests."""
    public = any(origin.startswith("https://") for origin in settings.PUBLIC_ORIGINS)
    if public and "MD5" in settings.PASSWORD_HASHERS[0]:
        return [Error("WEAK_PASSWORD_HASHES is on.", id="salon.E003")]
    return []


@register(OURS, Tags.security)
def origins_are_exact(**_: Any) -> list[CheckMessage]:
    """Sockets and forms are accepted from these origins only, so they must be origins: scheme, host, port, no path."""
    wrong = [o for o in settings.PUBLIC_ORIGINS if not o.startswith(("http://", "https://")) or o.count("/") != 2]
    return [Error(f"PUBLIC_ORIGINS: {o} is not an origin like https://salon.example.", id="salon.E004") for o in wrong]


@register(OURS, Tags.security)
def lease_above_checkpoint(**_: Any) -> list[CheckMessage]:
    """A relay renews its leases every third of their length; a shorter one would end between two looks."""
    if settings.RELAY_LEASE_SECONDS < 3 * settings.RELAY_CHECKPOINT_SECONDS:
        return [Error("RELAY_LEASE_SECONDS must be at least three times RELAY_CHECKPOINT_SECONDS.", id="salon.E005")]
    return []


SOCKET_THREADS = 6  # that a web process needs beside its requests: sockets look people up, a Stop has its own line


@register(OURS, Tags.security)
def connections_for_all_threads(**_: Any) -> list[CheckMessage]:
    """A thread that waits for a connection answers 503 to a person who could have waited in line."""
    needed = settings.WEB_THREADS + settings.UPLOADS_AT_ONCE + SOCKET_THREADS
    if 0 < settings.DATABASE_POOL_SIZE < needed:
        return [
            Error(
                f"DATABASE_POOL_SIZE must be at least WEB_THREADS + UPLOADS_AT_ONCE + {SOCKET_THREADS}, {needed}.",
                id="salon.E010",
            )
        ]
    return []


@register(OURS, Tags.database, deploy=True)
def broker_keeps_what_it_has(**_: Any) -> list[CheckMessage]:
    """An evicting Redis forgets doorbells, logs and limits under memory pressure."""
    from redis.exceptions import RedisError

    from foundation.redis import sync

    try:
        policy = sync().config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except RedisError as error:
        return [Warning(f"Redis could not be asked for its eviction policy ({type(error).__name__}).", id="salon.W006")]
    if policy != "noeviction":
        return [Error(f"Redis evicts ({policy}). Set maxmemory-policy noeviction.", id="salon.E006")]
    return []


@register(OURS, Tags.database, deploy=True)
def database_folds_letters(**_: Any) -> list[CheckMessage]:
    """Case folding and full text need a UTF-8 locale: with plain C every letter outside ASCII is a stranger."""
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower('ÄÖÜ') = 'äöü', current_setting('server_version_num')::int")
            folds, version = cursor.fetchone() or (False, 0)
    except OperationalError as error:
        return [Warning(f"The database could not be asked ({type(error).__name__}).", id="salon.W007")]
    found: list[CheckMessage] = []
    if not folds:
        found.append(
            Error("The database folds only ASCII letters. Create it with the builtin C.UTF-8 locale.", id="salon.E007")
        )
    if version < 160000:
        found.append(Error("PostgreSQL 16 or newer is needed; 18 is what we test.", id="salon.E008"))
    return found


@register(OURS, Tags.security, deploy=True)
def bucket_is_private(**_: Any) -> list[CheckMessage]:
    """A public bucket would make every signed link a decoration."""
    if not settings.S3_BUCKET:
        return []
    from botocore.exceptions import BotoCoreError, ClientError

    from foundation.storage import media

    client = media().impatient()  # type: ignore[attr-defined]
    try:
        grants = client.get_bucket_acl(Bucket=settings.S3_BUCKET).get("Grants", [])
    except (ClientError, BotoCoreError):
        return [Warning("The bucket could not be asked who may read it.", id="salon.W009")]
    everybody = "http://acs.amazonaws.com/groups/global/AllUsers"
    if any(grant.get("Grantee", {}).get("URI") == everybody for grant in grants):
        return [Error(f"The bucket {settings.S3_BUCKET} is public. Make it private.", id="salon.E009")]
    return []
