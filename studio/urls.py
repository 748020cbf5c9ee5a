"""The room's addresses, below /studio/. They name public ids only."""

from django.urls import path

from studio.views import assets, bench, compare, jobs, lineage, sharing, viewing

urlpatterns = [
    path("", bench.studio, name="studio"),
    path("quote/", bench.quote, name="studio-quote"),
    path("form/", bench.form, name="studio-form"),
    path("pick/", bench.pick, name="studio-pick"),
    path("prompts/", bench.prompts, name="studio-prompts"),
    path("orders/", bench.order, name="studio-order"),
    path("tray/", jobs.tray, name="studio-tray"),
    path("trash/", assets.trash, name="studio-trash"),
    path("jobs/<uuid:job>/", jobs.page, name="job"),
    path("jobs/<uuid:job>/card/", jobs.card, name="job-card"),
    path("jobs/<uuid:job>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:job>/resubmit/", jobs.resubmit, name="job-resubmit"),
    path("compare/", compare.page, name="compare"),
    path("assets/<uuid:asset>/", assets.page, name="asset"),
    path("assets/<uuid:asset>/file/", assets.shown, name="asset-file"),
    path("assets/<uuid:asset>/small/", assets.preview, {"size": "small"}, name="asset-small"),
    path("assets/<uuid:asset>/large/", assets.preview, {"size": "large"}, name="asset-large"),
    path("assets/<uuid:asset>/download/", assets.download, name="asset-download"),
    path("assets/<uuid:asset>/recipe/", assets.recipe, name="asset-recipe"),
    path("assets/<uuid:asset>/marks/", viewing.marks, name="asset-marks"),
    path("assets/<uuid:asset>/star/", viewing.star, name="asset-star"),
    path("assets/<uuid:asset>/rate/", viewing.rate, name="asset-rate"),
    path("assets/<uuid:asset>/caption/", viewing.caption, name="asset-caption"),
    path("assets/<uuid:asset>/caption/ask/", viewing.ask_caption, name="asset-caption-ask"),
    path("assets/<uuid:asset>/lineage/", lineage.page, name="lineage"),
    path("assets/<uuid:asset>/lineage/move/", lineage.move, name="lineage-move"),
    path("assets/<uuid:asset>/lineage/delete/", lineage.delete, name="lineage-delete"),
    path("assets/<uuid:asset>/lineage/deleted/", lineage.deleted, name="lineage-deleted"),
    path("assets/<uuid:asset>/lineage/restore/", lineage.restore, name="lineage-restore"),
    path("assets/<uuid:asset>/delete/", assets.delete, name="asset-delete"),
    path("assets/<uuid:asset>/restore/", assets.restore, name="asset-restore"),
    path("assets/<uuid:asset>/credentials/", assets.credentials, name="asset-credentials"),
    path("share/", sharing.share, name="asset-share"),
    path("shares/<uuid:share>/revoke/", sharing.revoke, name="asset-share-revoke"),
    path("assets/<uuid:asset>/desk/", assets.for_desk, name="asset-for-desk"),
]
