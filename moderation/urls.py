"""The desk's addresses, below /desk/."""

from django.urls import path

from moderation import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("cases/<uuid:case>/", views.case, name="case"),
    path("cases/<uuid:case>/decide/", views.decide, name="case_decide"),
    path("cases/<uuid:case>/statement/", views.statement, name="case_statement"),
    path("decided/", views.decided, name="desk_decided"),
]
