"""What the desk keeps: policy versions, flags, reports, cases, decisions and what they did, how reviewers work, consents, hashes, mails."""

from moderation.models.appeal import Appeal, AppealMessage, TestMaterial
from moderation.models.assignment import Assignment
from moderation.models.case import Case
from moderation.models.consent import Consent
from moderation.models.decision import Decision, DecisionMeasure, MeasureEnd, Reversal
from moderation.models.escalation import Escalation
from moderation.models.flag import Flag
from moderation.models.glass import Glass, GlassLook
from moderation.models.handover import Handover
from moderation.models.known_hash import KnownHash
from moderation.models.letter import Letter
from moderation.models.policy_version import PolicyVersion
from moderation.models.refused_prompt import RefusedPrompt
from moderation.models.report import Report
from moderation.models.reviewer_settings import ReviewerSettings
from moderation.models.saved_reason import SavedReason
from moderation.models.second_look import SecondLook
from moderation.models.second_reading import SecondReading
from moderation.models.takedown import Reached, Takedown

__all__ = [
    "Appeal",
    "AppealMessage",
    "Assignment",
    "Case",
    "Consent",
    "Decision",
    "DecisionMeasure",
    "Escalation",
    "Flag",
    "Glass",
    "GlassLook",
    "Handover",
    "KnownHash",
    "Letter",
    "MeasureEnd",
    "PolicyVersion",
    "Reached",
    "RefusedPrompt",
    "Report",
    "Reversal",
    "ReviewerSettings",
    "SavedReason",
    "SecondLook",
    "SecondReading",
    "Takedown",
    "TestMaterial",
]
