"""The settings as the type checker loads them: it needs names and types, no server and no secret."""

import os

for name, value in {
    "SECRET_KEY": "types",
    "FIELD_KEYS": "types",
    "DATABASE_URL": "postgresql://localhost/types",
    "REDIS_URL": "redis://localhost",
    "XAI_BASE_URL": "http://127.0.0.1:1/v1",
    "DATABASE_POOL_SIZE": "0",
}.items():
    os.environ.setdefault(name, value)

from config.settings import *
