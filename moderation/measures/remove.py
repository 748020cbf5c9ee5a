"""Remove: hidden, and destroyed once nobody can appeal any more."""

from moderation import subjects
from moderation.measures.hide import Hide
from moderation.measures.values import Done, End, Words

FOR_GOOD = "It is deleted for good when the time for an appeal is over."


class Remove(Hide):
    """Hidden for everybody but the desk; `moderation.retention` does the rest."""

    name, title, done, key = "remove", "Remove", "removed", "1"
    ends = End.NEVER

    def do(self, words: Words) -> Done:
        """Hide it, and say what follows: of what is no file and no words, and of what is kept as evidence, nothing is deleted later."""
        hidden = super().do(words)
        goes = isinstance(subjects.of(words.case.subject_kind), subjects.Purged) and not words.case.is_held
        return Done(f"{hidden.effect} {FOR_GOOD}" if goes else hidden.effect, hidden.before)
