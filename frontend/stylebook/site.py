"""A small Django site of its own: the product's templates and policy, no database, no person but the ones made up here."""

import subprocess
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from config import csp

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILT = ROOT / "var" / "stylebook" / "built"


def build() -> None:
    """Build what only the book runs. Raises CalledProcessError."""
    subprocess.run(
        ["npx", "vite", "build", "--config", HERE / "vite.config.ts", "--logLevel", "error"], cwd=ROOT, check=True
    )


def configure() -> None:
    """Set Django up; call once, before anything else is imported from here."""
    settings.configure(
        DEBUG=False,
        SECRET_KEY="the stylebook keeps no secrets",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        ROOT_URLCONF="frontend.stylebook.urls",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.staticfiles",
            "django.contrib.humanize",
            "allauth",
            "allauth.account",
            "django_vite",
        ],
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "allauth.account.middleware.AccountMiddleware",  # allauth refuses to start without it
        ],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[_templates()],
        STATIC_URL="/static/",
        STATICFILES_DIRS=[ROOT / "static"],
        DJANGO_VITE={"default": {"manifest_path": ROOT / "static/built/manifest.json", "static_url_prefix": "built"}},
        CONTENT_SECURITY_POLICY=csp.policy([], ""),
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        USE_TZ=True,
    )
    django.setup()


def _templates() -> dict[str, object]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates", HERE / "pages"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "frontend.stylebook.people.house",
            ],
            "libraries": {"money": "usage.templatetags.money"},
        },
    }


def application() -> WSGIHandler:
    """The site with its static files."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    return StaticFilesHandler(WSGIHandler())
