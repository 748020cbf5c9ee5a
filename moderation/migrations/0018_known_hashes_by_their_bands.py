from django.db import migrations

BANDS = """
CREATE INDEX known_hash_bands ON moderation_knownhash USING gin (foundation_bands(value)) WITH (fastupdate = off)
WHERE kind = 'pdq' AND lifted_at IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0017_a_hash_has_origins'),
        ('foundation', '0003_bands'),
    ]

    operations = [migrations.RunSQL(BANDS, 'DROP INDEX known_hash_bands')]
