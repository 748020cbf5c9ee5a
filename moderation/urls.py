"""The desk's addresses, below /desk/."""

from django.urls import path

from moderation.reports import views as reports
from moderation.views import case, deciding, glass, lists

urlpatterns = [
    path("", lists.desk, name="desk"),
    path("cases/<uuid:case>/", case.case, name="case"),
    path("cases/<uuid:case>/decide/", deciding.decide, name="case_decide"),
    path("cases/<uuid:case>/statement/", deciding.statement, name="case_statement"),
    path("reports/<uuid:report>/faith/", reports.bad_faith, name="report-faith"),
    path("cases/<uuid:case>/glass/", glass.for_case, name="glass_for_case"),
    path("people/<uuid:person>/glass/", glass.for_person, name="glass_for_person"),
    path("glass/", glass.mine, name="glasses"),
    path("glass/<uuid:glass>/close/", glass.close, name="glass_close"),
    path("decided/", lists.decided, name="desk_decided"),
]
