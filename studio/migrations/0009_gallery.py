import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The words of an asset, its tags, and whose it is: the index finds one person's things among everybody's. A column the
# database keeps current by itself; the model does not know it, so no page fetches it.
WORDS = """
CREATE FUNCTION studio_asset_words(owner bigint, alt text, tags varchar[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT to_tsvector('simple', foundation_search_words(coalesce(alt, '') || ' ' ||
      coalesce((SELECT string_agg(tag, ' ') FROM unnest(tags) AS each(tag)), '')))
    || array_to_tsvector(ARRAY['@' || owner::text] || ARRAY(SELECT '#' || tag FROM unnest(tags) AS each(tag)));
END;
ALTER TABLE studio_asset
  ADD COLUMN words tsvector GENERATED ALWAYS AS (studio_asset_words(owner_id, alt, tags)) STORED;
CREATE INDEX asset_words ON studio_asset USING gin (words) WITH (fastupdate = off);
"""
NO_WORDS = "ALTER TABLE studio_asset DROP COLUMN words; DROP FUNCTION studio_asset_words(bigint, text, varchar[])"


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0002_search_words'),
        ('studio', '0008_webhooks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=400)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Lower('name'), name='saved_search_name_once')],
            },
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(condition=models.Q(('approved_sha256', models.F('sha256')), ('deleted_at', None), ('hidden_at', None)), fields=['owner', '-made_at', '-id'], include=('public_id', 'kind', 'verb', 'engine', 'ratio', 'origin', 'seconds', 'starred', 'rating', 'board', 'width', 'height'), name='asset_shown'),
        ),
    ]
