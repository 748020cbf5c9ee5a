"""What the desk keeps: policy versions, refused prompts, flags, reports, cases, decisions."""

from moderation.models.case import Case
from moderation.models.decision import Decision
from moderation.models.flag import Flag
from moderation.models.policy_version import PolicyVersion
from moderation.models.refused_prompt import RefusedPrompt
from moderation.models.report import Report

__all__ = ["Case", "Decision", "Flag", "PolicyVersion", "RefusedPrompt", "Report"]
