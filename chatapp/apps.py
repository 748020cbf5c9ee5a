from django.apps import AppConfig


class ChatappConfig(AppConfig):
    """The parlour: conversations, turns, the relay that streams them."""

    name = "chatapp"
    verbose_name = "parlour"

    def ready(self) -> None:
        from chatapp import privacy, subjects

        privacy.register()
        subjects.register()
