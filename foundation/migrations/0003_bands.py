from django.db import migrations

# Bands of sixteen bits, each with its number above it, of what is written in hexadecimal (`foundation.bands`). An index is
# worth its while from the first row on, which the planner cannot know: so it is told what a thousand cuts cost.
BANDS = """
CREATE FUNCTION foundation_bands(digits text) RETURNS int[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
BEGIN ATOMIC
  SELECT array_agg((n << 16) | ('x' || substr(digits, 4 * n + 1, 4))::bit(16)::int)
  FROM generate_series(0, length(digits) / 4 - 1) AS band(n);
END
"""


class Migration(migrations.Migration):

    dependencies = [('foundation', '0002_search_words')]

    operations = [migrations.RunSQL(BANDS, 'DROP FUNCTION foundation_bands(text)')]
