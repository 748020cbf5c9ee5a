"""The web process's one door: a bounded body, exact origins for sockets, then Django or the one consumer."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup(set_prefix=False)

from asgiref.typing import ASGI3Application
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

from chatapp.consumer import TabConsumer
from config.bodies import BoundedBody
from config.handler import OneThreadHandler
from config.origins import ExactOrigin

application = ProtocolTypeRouter(
    {
        "http": BoundedBody(cast(ASGI3Application, OneThreadHandler())),
        # The consumer looks its person up by itself, when it opens and again and again: no session middleware stands
        # between it and the wire, where it would be passed by every frame.
        "websocket": ExactOrigin(URLRouter([path("ws", TabConsumer.as_asgi())]), settings.PUBLIC_ORIGINS),
    }
)
