from django.db import models
from django.db.models import Q

from foundation.append_only import AppendOnly


class SecondLook(AppendOnly):
    """What an engine said of a text the rules were not sure about. The same text under the same policy is not asked about twice.

    The text is not here, only its hash; `asked_about` is the clause the rules named, `clause` the one the engine did.
    """

    text_sha256 = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=12)
    prompt = models.CharField(max_length=40)
    engine = models.CharField(max_length=80)
    asked_about = models.CharField(max_length=40)
    clause = models.CharField(max_length=40, blank=True)
    score = models.FloatField()
    action = models.CharField(max_length=10)  # moderation.verdicts.Action
    looked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text_sha256", "policy_version", "prompt", "asked_about"], name="one_look_per_text_and_policy"
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="look_score_from_0_to_1"),
        ]
