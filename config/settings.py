"""Every setting, read from the environment once. docs/settings.md describes each; a test compares the two."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from config import csp, logs, mail, redis_urls
from config.env import MissingSetting, flag, number, passwords, secret, text, whole, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var")))

# --- who may reach us ------------------------------------------------------------------------------------------------
DEBUG = flag("DEBUG", False)
DEMO = flag("DEMO", False)  # set by bin/dev when the stand-in answers instead of xAI: the word "demo" is on every page
SECRET_KEY = secret("SECRET_KEY")
FIELD_KEYS = [key for key in secret("FIELD_KEYS").split(",") if key]  # Fernet keys: the first encrypts, all decrypt
PUBLIC_ORIGINS = words(
    "PUBLIC_ORIGINS", "http://127.0.0.1:8000"
)  # scheme, host and port, exactly as a browser says them
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or sorted({urlsplit(origin).hostname or "" for origin in PUBLIC_ORIGINS})
CSRF_TRUSTED_ORIGINS = PUBLIC_ORIGINS
CSRF_FAILURE_VIEW = "config.failures.forged"
HTTPS = all(origin.startswith("https://") for origin in PUBLIC_ORIGINS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MAX_BODY_BYTES = whole(
    "MAX_BODY_BYTES", 2_000_000
)  # refused in our own ASGI wrapper, before anything is spooled to disk
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
UPLOADS_AT_ONCE = whole("UPLOADS_AT_ONCE", 2)  # files one web process reads at once, in a line of their own

# --- the house -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_vite",
    "django_htmx",
    "foundation",
    "accounts",
    "usage",
    "moderation",
    "studio",
    "chatapp",
    "config",
]
MIDDLEWARE = [
    "foundation.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.packing.PackPages",
    "csp.middleware.CSPMiddleware",
    "foundation.outages.OutageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.house",
                "usage.context.standing",
                "accounts.context.person",
            ],
        },
    },
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONTENT_SECURITY_POLICY = csp.policy(
    PUBLIC_ORIGINS, csp.media_origin(text("S3_BUCKET", ""), text("S3_ENDPOINT_URL", ""), text("S3_REGION", "us-east-1"))
)

# --- truth: PostgreSQL -----------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(text("DATABASE_URL"), conn_max_age=0)}
DATABASES["default"].setdefault("OPTIONS", {})
STATEMENT_TIMEOUT_MS = whole("STATEMENT_TIMEOUT_MS", 15_000)
DATABASES["default"]["OPTIONS"]["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
WEB_THREADS = whole("WEB_THREADS", 8)  # requests of one web process that are worked on at once; others wait in line
WEB_WAIT_SECONDS = number("WEB_WAIT_SECONDS", 10)  # and are told to come again after so long
DATABASE_POOL_SIZE = whole("DATABASE_POOL_SIZE", 16)  # per process; 0: a connection per request
if DATABASE_POOL_SIZE:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 3}
    # A restart of PostgreSQL leaves dead connections behind: look before use, and try anew with each request instead of
    # backing off for minutes, as the pool would by itself.
    DATABASES["default"]["OPTIONS"]["pool"]["reconnect_timeout"] = 1
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_RUNTIME_URL = text("DATABASE_RUNTIME_URL", "")  # set by manage.py while migrating: whom to grant what to

# --- nerves: Redis or Valkey -----------------------------------------------------------------------------------------
REDIS_URL = text("REDIS_URL")
REDIS_PREFIX = text("REDIS_PREFIX", "salon:")
REDIS_SOCKET_SECONDS = number("REDIS_SOCKET_SECONDS", 15)
REDIS_BLOCK_SECONDS = number("REDIS_BLOCK_SECONDS", 4)  # must stay below REDIS_SOCKET_SECONDS: checked at start
CACHES = {
    "default": {
        "BACKEND": "foundation.cache.SharedRedisCache",
        "LOCATION": redis_urls.with_database(REDIS_URL, 1),
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 2},
    },
}
SESSION_ENGINE = "foundation.sessions"  # rows, with copies in the cache
CHANNEL_LAYERS = {
    "default": {
        # The pub/sub layer: groups outlive a restart of Redis (the plain layer's memberships vanish with it).
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [redis_urls.with_database(REDIS_URL, 0)], "prefix": f"{REDIS_PREFIX}layer"},
    },
}
CELERY_BROKER_URL = redis_urls.for_celery(REDIS_URL, 2)
CELERY_TASK_HARD_SECONDS = whole("CELERY_TASK_HARD_SECONDS", 120)
WORKER_DEAF_SECONDS = number("WORKER_DEAF_SECONDS", 30)  # a worker that hears none of the bells that wait for it leaves

# --- bytes: a folder, or S3 ------------------------------------------------------------------------------------------
MEDIA_ROOT = Path(text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_LINK_SECONDS = whole("MEDIA_LINK_SECONDS", 300)
S3_BUCKET = text("S3_BUCKET", "")
S3_ENDPOINT_URL = text("S3_ENDPOINT_URL", "")
S3_REGION = text("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = secret("S3_ACCESS_KEY_ID", "")
S3_SECRET_ACCESS_KEY = secret("S3_SECRET_ACCESS_KEY", "")
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or flag("STATIC_FROM_SOURCE", False)
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/assets/.+$"  # Vite puts a hash into every name below assets/
DJANGO_VITE = {
    "default": {"manifest_path": BASE_DIR / "static" / "built" / "manifest.json", "static_url_prefix": "built"}
}
STORAGES = {
    "default": {"BACKEND": "foundation.storage.s3.S3Bytes" if S3_BUCKET else "foundation.storage.local.LocalBytes"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if flag("WEAK_PASSWORD_HASHES", False)  # tests only; a start-up check refuses it elsewhere
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SIGNUP = text("SIGNUP", "open")  # open, invite or closed
CREATORS = text("CREATORS", "adults")  # whom the studio opens to by itself: adults, or granted (by an administrator)
MINIMUM_CHAT_AGE = whole("MINIMUM_CHAT_AGE", 13)
MINIMUM_STUDIO_AGE = whole("MINIMUM_STUDIO_AGE", 18)
INVITATION_DAYS = number("INVITATION_DAYS", 7)
INVITATION_KEPT_DAYS = number("INVITATION_KEPT_DAYS", 30)  # after it expired
SETUP_LINK_HOURS = number("SETUP_LINK_HOURS", 24)
CONTACT = text("CONTACT", "")  # an address people may write to, named where something was refused them
EMAIL_URL = secret("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
globals().update(mail.settings_for(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("EMAIL_FROM", "Salon <salon@localhost>")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_FORMS = {"user_token": "accounts.token_form.PublicIdTokenForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
# Where mail is delivered an address must be confirmed: only then does signing up not tell who has an account.
ACCOUNT_EMAIL_VERIFICATION = text("EMAIL_VERIFICATION", "mandatory" if EMAIL_URL.startswith("smtp") else "optional")
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False  # a random key in a row: the signed kind spells out the key of a row
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Salon: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays; every other session ends with the old password
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for a change of addresses
ACCOUNT_REAUTHENTICATION_TIMEOUT = whole("REAUTHENTICATION_SECONDS", 300)
ACCOUNT_RATE_LIMITS = {  # per ip: of the browser; per key: of the e-mail address
    "login": text("SIGNIN_RATE", "30/m/ip"),
    "login_failed": text("SIGNIN_FAILURE_RATE", "10/m/ip,5/5m/key"),
    "signup": text("SIGNUP_RATE", "20/m/ip"),
    "reset_password": text("RESET_RATE", "20/m/ip,5/m/key"),
}
ALLAUTH_TRUSTED_PROXY_COUNT = whole("TRUSTED_PROXIES", 1 if flag("BEHIND_PROXY", False) else 0)

# --- the provider ----------------------------------------------------------------------------------------------------
XAI_OWN_BASE_URL = "https://api.x.ai/v1"
XAI_API_KEY = secret("XAI_API_KEY", "")
XAI_BASE_URL = text("XAI_BASE_URL", XAI_OWN_BASE_URL).rstrip("/")
if not XAI_API_KEY and urlsplit(XAI_BASE_URL).hostname == urlsplit(XAI_OWN_BASE_URL).hostname:
    raise MissingSetting("XAI_API_KEY", "Without a key only a base URL that is not xAI's can be used.")
if not XAI_BASE_URL.endswith("/v1"):
    raise MissingSetting("XAI_BASE_URL", "It must end in /v1.")
XAI_ROUTE = text("XAI_ROUTE", "responses")  # responses or chat
XAI_MEDIA_HOSTS = words("XAI_MEDIA_HOSTS", "imgen.x.ai,vidgen.x.ai,files-cdn.x.ai")
XAI_CONNECT_SECONDS = number("XAI_CONNECT_SECONDS", 10)
XAI_READ_SECONDS = number("XAI_READ_SECONDS", 300)
XAI_FIRST_DATA_SECONDS = number("XAI_FIRST_DATA_SECONDS", 45)  # times 2 to 16 for engines that think
XAI_IDLE_SECONDS = number("XAI_IDLE_SECONDS", 60)
XAI_TOTAL_SECONDS = number("XAI_TOTAL_SECONDS", 3600)
XAI_CALL_SECONDS = number("XAI_CALL_SECONDS", 45)
XAI_PICTURE_SECONDS = number("XAI_PICTURE_SECONDS", 180)
XAI_RETRIES = whole("XAI_RETRIES", 4)
XAI_RETRY_SECONDS = number("XAI_RETRY_SECONDS", 1)  # before the first repeat; then doubling, with jitter
CATALOGUE_SECONDS = number("CATALOGUE_SECONDS", 600)  # how often the provider is asked for its engines and prices
CATALOGUE_LOOK_SECONDS = number("CATALOGUE_LOOK_SECONDS", 30)  # how soon each process learns of a change
DEFAULT_ENGINE = text("DEFAULT_ENGINE", "auto")  # who answers people who chose nothing: auto, or an engine
AUTO_ASKS_SECONDS = number(
    "AUTO_ASKS_SECONDS", 1
)  # how long a cheap engine may take to say what a question is; 0: never
CHAT_ENGINE = text("CHAT_ENGINE", "grok-4.7")
CHAT_EFFORT = text("CHAT_EFFORT", "low")
FALLBACK_ENGINE = text("FALLBACK_ENGINE", "auto")  # who stands in for a busy one: auto (the nearest), an engine, or off
FALLBACK_AFTER_SECONDS = number("FALLBACK_AFTER_SECONDS", 3)  # how long the first one is tried
HELPER_ENGINE = text("HELPER_ENGINE", "")  # titles, summaries; empty: the cheapest that need not think
CAPTION_ENGINE = text(
    "CAPTION_ENGINE", ""
)  # says what a picture shows; empty: the cheapest that sees and need not think
PICTURE_ENGINE = text("PICTURE_ENGINE", "grok-imagine-image-2.0")
PICTURE_QUALITY = text("PICTURE_QUALITY", "low")
VIDEO_ENGINE = text("VIDEO_ENGINE", "grok-imagine-video")

# --- money -----------------------------------------------------------------------------------------------------------
ALLOWANCE_USD = number("ALLOWANCE_USD", 10)  # each person's, per UTC month
HOUSE_BUDGET_USD = number("HOUSE_BUDGET_USD", 500)  # everybody's and the house's own calls, per UTC month
UNCERTAIN_HOLD_HOURS = number("UNCERTAIN_HOLD_HOURS", 24)
LEDGER_SWEEP_SECONDS = number("LEDGER_SWEEP_SECONDS", 60)  # how often holds that are due are ended
LEDGER_CHECK_SECONDS = number("LEDGER_CHECK_SECONDS", 3600)  # how often the sums are proved
CALL_SECONDS = number("CALL_SECONDS", 60)  # one-shot calls: title, classifier; the retries of xai included

# --- moderation ------------------------------------------------------------------------------------------------------
POLICY_DIR = Path(text("POLICY_DIR", str(BASE_DIR / "moderation" / "policy")))
UNDO_SECONDS = number("UNDO_SECONDS", 10)  # in which who decided may take it back
APPEAL_DAYS = whole("APPEAL_DAYS", 183)  # six months, as the law has it
STRIKE_DAYS = whole("STRIKE_DAYS", 90)
MAX_OPEN_CASES_PER_PERSON = whole("MAX_OPEN_CASES_PER_PERSON", 20)  # of one kind in one lane; and reported by one
REPORTS_PER_HOUR = whole("REPORTS_PER_HOUR", 20)  # per person, or network address of who has no account
REPORT_BAD_FAITH_DAYS = whole("REPORT_BAD_FAITH_DAYS", 90)  # how long a report in bad faith halves somebody's weight
TAKEDOWN_HOURS = number("TAKEDOWN_HOURS", 48)  # until a request for removal is to be answered
TAKEDOWN_ALARM_HOURS = words("TAKEDOWN_ALARM_HOURS", "24,36")  # after its receipt; reviewers are told
TAKEDOWNS_PER_HOUR = whole("TAKEDOWNS_PER_HOUR", 10)  # per network address
TAKEDOWNS_UNSEEN_PER_OWNER = whole("TAKEDOWNS_UNSEEN_PER_OWNER", 20)  # of one owner's, in a day, for unknown people
TAKEDOWNS_UNSEEN_PER_DAY = whole("TAKEDOWNS_UNSEEN_PER_DAY", 200)  # in the whole house
TAKEDOWN_DECLINED_DAYS = whole("TAKEDOWN_DECLINED_DAYS", 30)  # what a person let stay is not hidden unseen again
REPORT_KEPT_DAYS = whole("REPORT_KEPT_DAYS", 183)  # after the decision, what people without an account wrote
SECOND_LOOK_SHARE = number("SECOND_LOOK_SHARE", 0.05)  # of decisions, read once more by somebody who does not know how
GLASS_MINUTES = whole("GLASS_MINUTES", 60)  # the longest that staff may read somebody's private chats for one reason
CLASSIFIER = flag("CLASSIFIER", False)  # an engine is asked about what the rules are not sure of, before a person is
CLASSIFIER_SURE = number("CLASSIFIER_SURE", 0.9)  # from 0 to 1; below that a person looks

# --- content credentials ---------------------------------------------------------------------------------------------
CREDENTIALS_CERT_FILE = text("CREDENTIALS_CERT_FILE", "")
CREDENTIALS_KEY_FILE = text("CREDENTIALS_KEY_FILE", "")

# --- the relay and the socket ----------------------------------------------------------------------------------------
MAX_OUTPUT_TOKENS = whole("MAX_OUTPUT_TOKENS", 8_000)
CONTEXT_TOKENS = whole("CONTEXT_TOKENS", 48_000)  # of what was said before; older messages beyond it are summed up
MAX_MESSAGE_CHARACTERS = whole("MAX_MESSAGE_CHARACTERS", 100_000)
MAX_INSTRUCTIONS_CHARACTERS = whole("MAX_INSTRUCTIONS_CHARACTERS", 20_000)
MAX_WRITING_TURNS_PER_PERSON = whole("MAX_WRITING_TURNS_PER_PERSON", 4)
RELAY_STREAMS = whole("RELAY_STREAMS", 250)  # turns one relay carries at once
RELAY_TICK_MS = number("RELAY_TICK_MS", 8)
RELAY_SLOW_TICK_MS = number("RELAY_SLOW_TICK_MS", 100)
RELAY_CHECKPOINT_SECONDS = number("RELAY_CHECKPOINT_SECONDS", 1)
RELAY_SWEEP_SECONDS = number("RELAY_SWEEP_SECONDS", 1)
RELAY_LEASE_SECONDS = number("RELAY_LEASE_SECONDS", 15)
LOG_EXPIRE_SECONDS = whole("LOG_EXPIRE_SECONDS", 3600)
TURN_DEADLINE_SECONDS = number("TURN_DEADLINE_SECONDS", 3900)  # nothing stays unfinished longer
SOCKET_WINDOW_BYTES = whole("SOCKET_WINDOW_BYTES", 262_144)  # unacknowledged bytes before a reader is closed
SOCKET_SLOW_SECONDS = number("SOCKET_SLOW_SECONDS", 10)
SOCKET_FRAME_BYTES = whole("SOCKET_FRAME_BYTES", 65_536)
SOCKETS_PER_PERSON = whole("SOCKETS_PER_PERSON", 20)
SOCKET_LOOK_SECONDS = number("SOCKET_LOOK_SECONDS", 10)  # how often session, role and suspension are looked at again
DRAIN_SECONDS = number("DRAIN_SECONDS", 20)
DELETE_UNDO_MINUTES = number("DELETE_UNDO_MINUTES", 10)

# --- sharing, taking along -------------------------------------------------------------------------------------------
SHARE_GUESSES_PER_MINUTE = whole("SHARE_GUESSES_PER_MINUTE", 30)  # links that open nothing, per network address
SHARE_PASSWORD_TRIES = whole("SHARE_PASSWORD_TRIES", 10)  # per link, address and quarter of an hour
CONSENT_ASK_DAYS = whole("CONSENT_ASK_DAYS", 30)  # how long a link waits for the answer of who is in a picture
CONSENT_PRESET_DAYS = whole("CONSENT_PRESET_DAYS", 365)  # how long a consent holds unless they choose otherwise
CONSENT_LONGEST_DAYS = whole("CONSENT_LONGEST_DAYS", 1825)
CHECK_FILE_BYTES = whole("CHECK_FILE_BYTES", 64_000_000)  # of a file that anyone sends to be checked
CHECK_FILES_PER_HOUR = whole("CHECK_FILES_PER_HOUR", 30)  # per network address
STUDIO_LOOKS_AT_ONCE = whole("STUDIO_LOOKS_AT_ONCE", 4)  # files that are checked at the same time, in the whole house
STUDIO_WATERMARK = flag("STUDIO_WATERMARK", default=True)  # pictures made here carry the invisible mark
STUDIO_STILLS_AT_ONCE = whole("STUDIO_STILLS_AT_ONCE", 4)  # stills of links that are drawn at the same time
CHECK_HASHES_PER_MINUTE = whole("CHECK_HASHES_PER_MINUTE", 60)  # per network address, of files that are not sent
TRANSFER_UPLOAD_BYTES = whole("TRANSFER_UPLOAD_BYTES", 200_000_000)  # of a file with conversations from elsewhere
TRANSFER_UNPACKED_BYTES = whole("TRANSFER_UNPACKED_BYTES", 2_000_000_000)
TRANSFER_KEPT_HOURS = number("TRANSFER_KEPT_HOURS", 24)
TRANSFER_SECONDS = whole("TRANSFER_SECONDS", 3600)  # one try; another takes it up where the work can be found done
TEMPORARY_GRACE_MINUTES = number("TEMPORARY_GRACE_MINUTES", 10)  # after the last sign of a tab: a reload must survive
TEMPORARY_IDLE_HOURS = number("TEMPORARY_IDLE_HOURS", 24)  # also with a tab open: nothing was asked for so long

# --- pictures and files beside a question ----------------------------------------------------------------------------
MAX_FILE_BYTES = whole("MAX_FILE_BYTES", 20_000_000)  # the provider takes 20 MiB a picture
MAX_FILES_PER_MESSAGE = whole("MAX_FILES_PER_MESSAGE", 10)
MAX_PICTURE_PIXELS = whole("MAX_PICTURE_PIXELS", 50_000_000)  # what a telephone's best camera makes
MAX_PDF_PAGES = whole("MAX_PDF_PAGES", 500)
MAX_FILE_CHARACTERS = whole("MAX_FILE_CHARACTERS", 1_000_000)
FILE_READ_SECONDS = number("FILE_READ_SECONDS", 20)
FILE_LOAD_SECONDS = number("FILE_LOAD_SECONDS", 15)  # how long an answer waits for the pictures it is asked about
FILES_PER_PERSON = whole("FILES_PER_PERSON", 2_000)
FILE_BYTES_PER_PERSON = whole("FILE_BYTES_PER_PERSON", 2_000_000_000)
FILE_UNSENT_HOURS = number("FILE_UNSENT_HOURS", 24)  # what was added and never sent is deleted then
TEMPORARY_FILE_SECONDS = whole("TEMPORARY_FILE_SECONDS", 21_600)  # since it was last needed
CONTEXT_PICTURES = whole("CONTEXT_PICTURES", 20)  # an engine is shown the newest so many of a conversation
CONTEXT_PICTURE_BYTES = whole("CONTEXT_PICTURE_BYTES", 12_000_000)
FILES_PER_PROJECT = whole("FILES_PER_PROJECT", 50)
PROJECT_FILES_TOKENS = whole("PROJECT_FILES_TOKENS", 48_000)  # of them that go with every question asked in it

# --- the studio's pipeline -------------------------------------------------------------------------------------------
STUDIO_SWEEP_SECONDS = number("STUDIO_SWEEP_SECONDS", 2)
STUDIO_POLL_SECONDS = number("STUDIO_POLL_SECONDS", 5)
STUDIO_POLL_PATIENCE_SECONDS = number("STUDIO_POLL_PATIENCE_SECONDS", 10)  # a sweep waits no longer for slow answers
STUDIO_RING_AGAIN_SECONDS = number("STUDIO_RING_AGAIN_SECONDS", 20)  # a doorbell nobody answered is rung again
STUDIO_RETRY_SECONDS = number("STUDIO_RETRY_SECONDS", 2)  # after the first failed try; then doubling, with jitter
STUDIO_PATIENCE_SECONDS = number("STUDIO_PATIENCE_SECONDS", 60)  # how long a paid answer waits for a part that is away
STUDIO_LEASE_SECONDS = number("STUDIO_LEASE_SECONDS", 60)
STUDIO_AWAITING_SECONDS = number("STUDIO_AWAITING_SECONDS", 1_209_600)  # a prompt waits two weeks for a reviewer
STUDIO_QUEUED_SECONDS = number("STUDIO_QUEUED_SECONDS", 3600)
STUDIO_PAUSED_SECONDS = number("STUDIO_PAUSED_SECONDS", 604_800)  # since the order, however often it was paused
STUDIO_PICTURES_PER_SECOND = number("STUDIO_PICTURES_PER_SECOND", 5)  # orders sent, all workers together; 0: no limit
STUDIO_VIDEOS_PER_SECOND = number("STUDIO_VIDEOS_PER_SECOND", 1)
STUDIO_RENDER_SECONDS = number("STUDIO_RENDER_SECONDS", 1800)
STUDIO_FETCH_SECONDS = number("STUDIO_FETCH_SECONDS", 600)
STUDIO_INSPECT_SECONDS = number("STUDIO_INSPECT_SECONDS", 600)
STUDIO_REVIEWING_SECONDS = number("STUDIO_REVIEWING_SECONDS", 1_209_600)  # and so does a result
STUDIO_TRAY_SECONDS = number("STUDIO_TRAY_SECONDS", 600)  # how long the tray still shows what has ended
STUDIO_FETCH_BYTES = whole("STUDIO_FETCH_BYTES", 300_000_000)
STUDIO_INPUT_BYTES = whole("STUDIO_INPUT_BYTES", 24_000_000)  # all that one order is made from, together
STUDIO_TRASH_DAYS = number("STUDIO_TRASH_DAYS", 30)
STUDIO_UPLOAD_BYTES = whole("STUDIO_UPLOAD_BYTES", 67_108_864)  # of one picture or clip that is brought
STUDIO_CLIP_SECONDS = number("STUDIO_CLIP_SECONDS", 60)
STUDIO_UPLOADS_AT_ONCE = whole("STUDIO_UPLOADS_AT_ONCE", 20)  # of one person, not checked yet
STUDIO_BYTES_PER_PERSON = whole("STUDIO_BYTES_PER_PERSON", 20_000_000_000)  # above, nothing more is brought or cut
STUDIO_ORPHAN_SECONDS = number("STUDIO_ORPHAN_SECONDS", 86_400)  # an object no row names for this long is deleted
STUDIO_BATCH_ROWS = whole("STUDIO_BATCH_ROWS", 500)  # in one batch, and of one person's batches on their way
STUDIO_BATCH_BYTES = whole("STUDIO_BATCH_BYTES", 1_000_000)
STUDIO_UNWANTED_WORDS = words("STUDIO_UNWANTED_WORDS")  # no prompt of a batch may have one of these
OUTWARD_HOSTS = words("OUTWARD_HOSTS")  # hosts (or host:port) in our own network that people's webhooks may lead to
OUTWARD_SECONDS = number("OUTWARD_SECONDS", 10)
MAX_PROMPT_CHARACTERS = whole("MAX_PROMPT_CHARACTERS", 4_000)
MAX_OPEN_JOBS_PER_PERSON = whole("MAX_OPEN_JOBS_PER_PERSON", 20)

# --- logs ------------------------------------------------------------------------------------------------------------
LOG_FORMAT = text("LOG_FORMAT", "readable" if DEBUG else "json")
LOG_LEVEL = text("LOG_LEVEL", "INFO")
LOGGING_CONFIG = None
SECRETS = [SECRET_KEY, XAI_API_KEY, S3_SECRET_ACCESS_KEY, *FIELD_KEYS]
SECRETS += passwords(text("DATABASE_URL"), DATABASE_RUNTIME_URL, REDIS_URL, EMAIL_URL)
logs.configure(LOG_FORMAT, LOG_LEVEL, SECRETS)
