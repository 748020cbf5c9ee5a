from django.db import migrations

# What a word is, for texts and for questions alike: case, accents and final sigma fold, one sign of a script without
# spaces is a word, and every other sign parts words. Bounded: a tsvector holds a megabyte. The parlour had a function of
# its own, chatapp_search_words, the same to the letter; code of the release before may still call it.
FOLD = r"""
CREATE FUNCTION foundation_search_words(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $body$
  SELECT left(
    regexp_replace(
      regexp_replace(
        replace(normalize(
          regexp_replace(normalize(lower(left(said, 300000)), NFKD), U&'[\0300-\036F]', '', 'g'), NFKC), U&'\03C2', U&'\03C3'),
        U&'([\0E00-\0EFF\1000-\109F\1780-\17FF\3040-\30FF\3400-\4DBF\4E00-\9FFF\F900-\FAFF])', ' \1 ', 'g'),
      '[^[:alnum:]]+', ' ', 'g'),
    150000)
$body$
"""


class Migration(migrations.Migration):

    dependencies = [('foundation', '0001_initial')]

    operations = [migrations.RunSQL(FOLD, "DROP FUNCTION foundation_search_words(text)")]
