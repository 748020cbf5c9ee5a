"""What was decided about a person, for that person, below /decisions/. Open to who is suspended, too."""

from django.urls import path

from moderation.views import mine

urlpatterns = [
    path("", mine.decisions, name="decisions"),
    path("<uuid:decision>/", mine.decision, name="decision"),
]
