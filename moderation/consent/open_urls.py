"""The addresses of whoever was asked, below /consent/."""

from django.urls import path

from moderation.consent import door

urlpatterns = [
    path("<str:token>/", door.asked, name="consent-open"),
    path("<str:token>/withdraw/", door.withdraw, name="consent-withdraw"),
    path("<str:token>/picture/", door.picture, name="consent-picture"),
    path("<str:token>/held/", door.held, name="consent-held"),
]
