"""Addresses of the notices, below /notices/."""

from django.urls import path

from accounts.views import notices

urlpatterns = [
    path("", notices.listed, name="notices"),
    path("header/", notices.header, name="notices_header"),
    path("read/", notices.put_all_away, name="put_all_away"),
    path("<uuid:notice>/read/", notices.put_away, name="put_away"),
]
