from django.db import migrations

# Of forty-eight bits, as twelve digits. It finds what is the same to the bit, too: no other index of them is wanted.
BANDS = """
CREATE INDEX asset_watermark_bands ON studio_asset USING gin (foundation_bands(lpad(to_hex(watermark), 12, '0')))
WITH (fastupdate = off) WHERE watermark IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('studio', '0022_arrivals_by_their_bytes'),
        ('foundation', '0003_bands'),
    ]

    operations = [
        migrations.RunSQL(BANDS, 'DROP INDEX asset_watermark_bands'),
        migrations.RemoveIndex(model_name='asset', name='asset_by_watermark'),
    ]
