"""The addresses for whoever asks for removal, below /removal/."""

from django.urls import path

from moderation.takedowns import door

urlpatterns = [
    path("", door.removal, name="removal"),
    path("confirm/<str:secret>/", door.confirm, name="removal-confirm"),
    path("<str:token>/", door.page, name="removal-page"),
    path("<str:token>/withdraw/", door.withdraw, name="removal-withdraw"),
]
