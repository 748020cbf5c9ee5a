"""A small Django site of its own: the product's templates and policy, no database, no person but the ones made up here."""

import subprocess
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from config import csp

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / "var" / "stylebook"
PREFIX = "built-for-the-book"


def build(folder: Path) -> None:
    """Build the product's files and what only the book runs into a folder of the book's own. Raises CalledProcessError."""
    _vite("--outDir", folder / "product")
    _vite("--config", HERE / "vite.config.ts", "--outDir", folder / "book")


def _vite(*arguments: str | Path) -> None:
    subprocess.run(["npx", "vite", "build", "--logLevel", "error", *arguments], cwd=ROOT, check=True)


def configure(folder: Path) -> None:
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
        STATICFILES_DIRS=[ROOT / "static", (PREFIX, folder / "product")],
        DJANGO_VITE={"default": {"manifest_path": folder / "product/manifest.json", "static_url_prefix": PREFIX}},
        BOOK_FOLDER=folder / "book",
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
            "libraries": {"money": "usage.templatetags.money", "help": "chatapp.templatetags.help"},
        },
    }


def application() -> WSGIHandler:
    """The site with its static files."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    return StaticFilesHandler(WSGIHandler())
