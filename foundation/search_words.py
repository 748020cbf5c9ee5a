"""A question as PostgreSQL's full text knows it. The database folds it as it folded the texts: one place says what a word is.

An index holds, with each text's words, its owner as `@` and their key, so that the rows of one person are found among those
of all; and what else a room looks for exactly, such as a tag, with a `#` before it.
"""

from collections.abc import Sequence

from django.db import connection

from foundation.asking import Term


def query_of(owner: int, terms: Sequence[Term], lexemes: Sequence[str] = ()) -> str | None:
    """The terms, and lexemes by `lexeme`, as a tsquery for this person's rows alone. At most one query.

    None: nothing can be found by such terms.
    """
    parts = _folded(terms)
    if terms and not parts:
        return None
    return " & ".join([f"'@{owner}'", *parts, *lexemes])


def lexeme(said: str, *, begins: bool = False) -> str:
    """These very letters; with `begins` also what only begins with them."""
    escaped = said.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'" + ":*" * begins


def _folded(terms: Sequence[Term]) -> list[str]:
    if not terms:
        return []
    one = "nullif(phraseto_tsquery('simple', foundation_search_words(%s))::text, '') || %s"
    values = [each for term in terms for each in (term.words, "" if term.whole else ":*")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([one] * len(terms)), values)
        told = cursor.fetchone() or ()
    return [f"!({said})" if term.unwanted else f"({said})" for term, said in zip(terms, told, strict=True) if said]
