#!/bin/sh
# Addresses that contain a password come as files, like every other secret: NAME_FILE becomes NAME.
set -eu
for name in DATABASE_URL DATABASE_ADMIN_URL REDIS_URL; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    export "$name=$(cat "$file")"
  fi
done
# Films pass through here on their way to the bucket: on the volume, not in memory.
mkdir -p "${TMPDIR:-/tmp}"
exec "$@"
