"""Every address, by room, and the page for what went wrong outside of a view."""

from django.urls import include, path

from config import failures, health
from foundation.storage import serving

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("media/<str:token>/<str:name>", serving.serve, name="media"),
    path("people/", include("accounts.urls")),
    path("notices/", include("accounts.notice_urls")),
    path("usage/", include("usage.urls")),
    path("desk/", include("moderation.urls")),
    path("removal/", include("moderation.takedowns.open_urls")),
    path("report/", include("moderation.reports.urls")),
    path("decisions/", include("moderation.decision_urls")),
    path("consents/", include("moderation.consent.urls")),
    path("transparency/", include("moderation.open_urls")),
    path("consent/", include("moderation.consent.open_urls")),
    path("studio/", include("studio.urls")),
    path("", include("studio.open_urls")),
    path("", include("chatapp.urls")),
]

handler500 = failures.failed
