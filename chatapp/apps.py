from django.apps import AppConfig


class ChatappConfig(AppConfig):
    """The parlour: conversations, turns, the relay that streams them."""

    name = "chatapp"
    verbose_name = "parlour"

    def ready(self) -> None:
        from accounts import preferences
        from chatapp import audit_words, engines, finding, glass, privacy, subjects, takedowns
        from chatapp.composer import stores
        from chatapp.files import deleting, keeping
        from chatapp.line import history
        from chatapp.transfers import runs
        from studio import leftovers
        from usage import observations

        preferences.offer_engines(engines.offered)
        privacy.register()
        audit_words.register()
        stores.register()
        subjects.register()
        finding.register()
        glass.register()
        takedowns.register()
        observations.register(history.observations)
        leftovers.watch(f"{keeping.FOLDER}/", deleting.named)
        leftovers.watch(f"{runs.FOLDER}/", runs.named)
