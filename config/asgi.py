"""The web process's one door: a bounded body, exact origins for sockets, then Django or the one consumer."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from chatapp.consumer import TabConsumer
from django.conf import settings
from django.urls import path

from config.bodies import BoundedBody
from config.origins import ExactOrigin

application = ProtocolTypeRouter(
    {
        "http": BoundedBody(django_application, limit=settings.MAX_BODY_BYTES),
        "websocket": ExactOrigin(
            AuthMiddlewareStack(URLRouter([path("ws", TabConsumer.as_asgi())])), settings.PUBLIC_ORIGINS
        ),
    }
)
