"""What was decided about a person, for that person, below /decisions/. Open to who is suspended, too."""

from django.urls import path

from moderation.appeals import views as appeals
from moderation.views import mine

urlpatterns = [
    path("", mine.decisions, name="decisions"),
    path("<uuid:decision>/", mine.decision, name="decision"),
    path("<uuid:decision>/appeal/", appeals.open_appeal, name="decision_appeal"),
    path("<uuid:decision>/say/", appeals.say, name="decision_say"),
]
