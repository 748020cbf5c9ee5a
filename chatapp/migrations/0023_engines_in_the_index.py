"""Answers are found by the engine that gave them, in the index itself."""

from django.db import migrations

NAMED = """
UPDATE chatapp_passage SET words = words || array_to_tsvector(ARRAY['#' || lower(engine)]) WHERE message_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("chatapp", "0022_project_file_ids")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
