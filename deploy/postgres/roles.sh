#!/bin/sh
# Run once by the postgres image when its data folder is empty: the role that migrates and owns, and the role that works.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username postgres \
  --set admin_password="$(cat /run/secrets/database-admin-password)" \
  --set password="$(cat /run/secrets/database-password)" <<'SQL'
CREATE ROLE salon_admin LOGIN PASSWORD :'admin_password';
CREATE ROLE salon LOGIN PASSWORD :'password';
CREATE DATABASE salon OWNER salon_admin;
SQL
