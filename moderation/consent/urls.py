"""The owner's addresses, below /consents/."""

from django.urls import path

from moderation.consent import views

urlpatterns = [
    path("", views.index, name="consents"),
    path("about/", views.about, name="consent-about"),
    path("<uuid:consent>/", views.page, name="consent"),
    path("<uuid:consent>/selfie/", views.selfie, name="consent-selfie"),
    path("<uuid:consent>/end/", views.end, name="consent-end"),
    path("<uuid:consent>/again/", views.again, name="consent-again"),
]
