"""The desk's addresses, below /desk/."""

from django.urls import path

from moderation.reports import views as reports
from moderation.views import case, deciding, lists

urlpatterns = [
    path("", lists.desk, name="desk"),
    path("cases/<uuid:case>/", case.case, name="case"),
    path("cases/<uuid:case>/decide/", deciding.decide, name="case_decide"),
    path("cases/<uuid:case>/statement/", deciding.statement, name="case_statement"),
    path("reports/<uuid:report>/faith/", reports.bad_faith, name="report-faith"),
    path("decided/", lists.decided, name="desk_decided"),
]
