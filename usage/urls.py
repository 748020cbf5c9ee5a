"""The room's addresses, below /usage/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
