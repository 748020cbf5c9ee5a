"""The room's addresses for whoever comes: what is shared by link, and the check of a file."""

from django.urls import path

from studio.views import checking, showing

urlpatterns = [
    path("made/<str:token>/", showing.made, name="made"),
    path("made/<str:token>/still.jpg", showing.still, name="made-still"),
    path("made/<str:token>/<uuid:asset>/large/", showing.large, name="made-large"),
    path("made/<str:token>/<uuid:asset>/file/", showing.file, name="made-file"),
    path("made/<str:token>/<uuid:asset>/download/", showing.file, {"save": True}, name="made-download"),
    path("made/<str:token>/<uuid:asset>/credentials/", showing.credentials, name="made-credentials"),
    path("about-ai/", checking.about, name="about-ai"),
    path("check/", checking.check, name="check"),
    path("check/file/", checking.check_file, name="check-file"),
]
