"""The addresses of whoever was asked, below /consent/."""

from django.urls import path

from moderation.consent import afterwards, door

urlpatterns = [
    path("<str:token>/", door.asked, name="consent-open"),
    path("<str:token>/withdraw/", door.withdraw, name="consent-withdraw"),
    path("<str:token>/picture/", door.picture, name="consent-picture"),
    path("<str:token>/held/", afterwards.held, name="consent-held"),
    path("<str:token>/held/file/", afterwards.held_file, name="consent-held-file"),
    path("<str:token>/forget/", afterwards.forget, name="consent-forget"),
]
