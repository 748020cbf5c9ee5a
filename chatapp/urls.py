"""Addresses of the parlour. They name public ids only."""

from django.urls import path

from chatapp.views import composing, engines, instructing, keeping, parlour, sharing, summing_up, talking

urlpatterns = [
    path("engines/", engines.engines, name="engines"),
    path("engines/offer/", engines.offer, name="engines-offer"),
    path("", parlour.parlour, name="parlour"),
    path("c/", parlour.listing, name="conversations"),
    path("c/send/", talking.send_new, name="send-new"),
    path("c/draft/", composing.draft_new, name="draft-new"),
    path("c/<uuid:conversation>/draft/", composing.draft, name="draft"),
    path("c/<uuid:conversation>/", parlour.conversation, name="conversation"),
    path("c/<uuid:conversation>/stretch/", parlour.stretch, name="conversation-stretch"),
    path("c/<uuid:conversation>/send/", talking.send, name="send"),
    path("c/<uuid:conversation>/show/", keeping.show, name="conversation-show"),
    path("c/<uuid:conversation>/rename/", keeping.rename, name="conversation-rename"),
    path("c/<uuid:conversation>/delete/", keeping.delete, name="conversation-delete"),
    path("c/<uuid:conversation>/restore/", keeping.restore, name="conversation-restore"),
    path("turns/<uuid:turn>/", talking.turn, name="turn"),
    path("turns/<uuid:turn>/stop/", talking.stop, name="turn-stop"),
    path("turns/<uuid:turn>/retry/", talking.retry, name="turn-retry"),
    path("turns/<uuid:turn>/continue/", talking.continue_, name="turn-continue"),
    path("turns/<uuid:turn>/flag/", talking.flag, name="turn-flag"),
    path("c/<uuid:conversation>/share/", sharing.share, name="share"),
    path("c/<uuid:conversation>/share/badge/", sharing.badge, name="share-badge"),
    path("shares/", sharing.listed, name="shares"),
    path("shares/<uuid:share>/revoke/", sharing.revoke, name="share-revoke"),
    path("shares/<uuid:share>/update/", sharing.update, name="share-update"),
    path("s/<str:token>/", sharing.shared, name="shared"),
    path("s/<str:token>/files/<uuid:file>/", sharing.file, name="shared-file"),
    path("s/<str:token>/continue/", sharing.continue_, name="shared-continue"),
    path("c/<uuid:conversation>/instructions/", instructing.instructions, name="instructions"),
    path("personas/", instructing.personas, name="personas"),
    path("personas/<uuid:persona>/", instructing.persona, name="persona"),
    path("personas/<uuid:persona>/delete/", instructing.delete, name="persona-delete"),
    path("summaries/<uuid:summary>/edit/", summing_up.edit, name="summary-edit"),
    path("summaries/<uuid:summary>/use/", summing_up.use, name="summary-use"),
]
