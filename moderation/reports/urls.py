"""The addresses of reports for anyone, below /report/."""

from django.urls import path

from moderation.reports import views

urlpatterns = [
    path("", views.report, name="report"),
    path("<str:token>/", views.receipt, name="report-receipt"),
]
