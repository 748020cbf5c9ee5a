"""What the desk tells everybody, below /transparency/."""

from django.urls import path

from moderation.views import figures

urlpatterns = [path("", figures.transparency, name="transparency")]
