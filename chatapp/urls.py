"""Addresses of the parlour."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
