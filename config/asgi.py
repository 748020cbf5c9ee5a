"""The web process's one door: a bounded body, exact origins for sockets, then Django or the one consumer."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import path  # noqa: E402

from chatapp.consumer import TabConsumer  # noqa: E402
from config.bodies import BoundedBody  # noqa: E402
from config.origins import ExactOrigin  # noqa: E402

application = ProtocolTypeRouter({
    "http": BoundedBody(django_application, limit=settings.MAX_BODY_BYTES),
    "websocket": ExactOrigin(AuthMiddlewareStack(URLRouter([path("ws", TabConsumer.as_asgi())])), settings.PUBLIC_ORIGINS),
})
