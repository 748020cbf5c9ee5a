"""The desk's addresses, below /desk/."""

from django.urls import path

from moderation.appeals import views as appeals
from moderation.reports import views as reports
from moderation.takedowns import desk as removals
from moderation.views import (
    assignments,
    case,
    claims,
    deciding,
    figures,
    glass,
    lists,
    locked,
    readings,
    searching,
    settings,
    undoing,
)

urlpatterns = [
    path("", lists.desk, name="desk"),
    path("search/", searching.search, name="desk_search"),
    path("cases/<uuid:case>/", case.case, name="case"),
    path("cases/<uuid:case>/film/", case.film, name="case_film"),
    path("cases/<uuid:case>/decide/", deciding.decide, name="case_decide"),
    path("cases/<uuid:case>/statement/", deciding.statement, name="case_statement"),
    path("reports/<uuid:report>/faith/", reports.bad_faith, name="report-faith"),
    path("cases/<uuid:case>/glass/", glass.for_case, name="glass_for_case"),
    path("people/<uuid:person>/glass/", glass.for_person, name="glass_for_person"),
    path("glass/", glass.mine, name="glasses"),
    path("glass/<uuid:glass>/close/", glass.close, name="glass_close"),
    path("cases/<uuid:case>/hold/", claims.hold, name="case_hold"),
    path("cases/<uuid:case>/give-back/", claims.give_back, name="case_give_back"),
    path("cases/<uuid:case>/skip/", claims.skip, name="case_skip"),
    path("skipped/", claims.begin_anew, name="desk_begin_anew"),
    path("decisions/<uuid:decision>/undo/", undoing.undo, name="desk_undo"),
    path("bundles/<uuid:bundle>/undo/", undoing.undo_all, name="desk_undo_all"),
    path("settings/", settings.settings, name="desk_settings"),
    path("lanes/<str:lane>/star/", settings.star, name="desk_star"),
    path("removals/", removals.listed, name="desk-removals"),
    path("removals/<uuid:takedown>/", removals.one, name="desk-removal"),
    path("removals/<uuid:takedown>/judge/", removals.judge, name="desk-removal-judge"),
    path("removals/<uuid:takedown>/turn/", removals.turn, name="desk-removal-turn"),
    path("removals/<uuid:takedown>/point/", removals.point, name="desk-removal-point"),
    path("removals/<uuid:takedown>/vouch/", removals.vouch, name="desk-removal-vouch"),
    path("cases/<uuid:case>/handover/", locked.handover, name="handover"),
    path("handovers/<uuid:handover>/release/", locked.release, name="handover-release"),
    path("handovers/<uuid:handover>/withdraw/", locked.withdraw, name="handover-withdraw"),
    path("handovers/<uuid:handover>/package.zip", locked.package, name="handover-package"),
    path("appeals/", appeals.listed, name="appeals"),
    path("appeals/<uuid:appeal>/", appeals.shown, name="appeal"),
    path("appeals/<uuid:appeal>/ask/", appeals.ask, name="appeal_ask"),
    path("appeals/<uuid:appeal>/judge/", appeals.judge, name="appeal_judge"),
    path("figures/", figures.figures, name="figures"),
    path("readings/", readings.readings, name="readings"),
    path("readings/<uuid:reading>/", readings.reading, name="reading"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/<uuid:person>/", assignments.assignment, name="assignment"),
    path("decided/", lists.decided, name="desk_decided"),
]
