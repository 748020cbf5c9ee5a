"""How a job ended, or why it waits: a code on the row. The words for each are in `notices.py`."""

from django.db import models


class Outcome(models.TextChoices):
    """Named ends. Each has a sentence, a cost and a next step."""

    # before anything was sent
    UNDER_REVIEW = "under_review"  # the rules want a person to look at the prompt
    POLICY = "policy"  # the rules, or the person who looked, said no
    NOT_ALLOWED = "not_allowed"  # the owner may not use the studio (any more)
    UNREACHABLE = "unreachable"  # the provider could not be reached until the deadline
    BUSY = "busy"  # the provider turned us away until the deadline
    STORE_AWAY = "store_away"  # what it was to be made from could not be read from our own store
    INPUTS_GONE = "inputs_gone"  # what it was to be made from was deleted or hidden meanwhile
    NOBODY_LOOKED = "nobody_looked"  # no reviewer decided in time
    LEFT_PAUSED = "left_paused"  # its owner paused it, and did not come back to it
    AWAITS_CONSENT = "awaits_consent"  # somebody has still to say who is in it, or to agree
    NO_CONSENT = "no_consent"  # who is in it did not agree, or not in time
    # the provider said no
    SAFETY = "safety"  # it turned the prompt away
    INVALID = "invalid"  # it does not take this order as it is
    HOUSE_ACCOUNT = "house_account"  # our key, credit or rights at the provider
    ENGINE_GONE = "engine_gone"  # it no longer knows the engine
    # nobody knows
    FATE_UNKNOWN = "fate_unknown"  # the answer to the order was lost
    # it was made, and is not shown
    MODERATED = "moderated"  # the provider withheld it
    WITHHELD = "withheld"  # our rules, or the person who looked, said no
    TO_BE_SEEN = "to_be_seen"  # our rules want a person to look at the result
    CONSENT_ENDED = "consent_ended"  # who is in it took their consent back while it was made
    PROVIDER_FAILED = "provider_failed"
    PROVIDER_EXPIRED = "provider_expired"
    TOO_LATE = "too_late"  # not finished before the deadline
    NOT_FETCHED = "not_fetched"  # finished, but could not be downloaded
    DAMAGED = "damaged"  # not a playable file of the kind ordered
    NOT_AS_ORDERED = "not_as_ordered"  # a sound file of another length or shape
    NOT_KEPT = "not_kept"  # we failed to check or store it in time
    WAITS_FOR_US = "waits_for_us"  # made, and a part of the house that is to keep it is away
    # people
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"  # an uncertain job, let go by its owner
    RESUBMITTED = "resubmitted"  # an uncertain job, ordered again by its owner
    # partly
    SOME_MISSING = "some_missing"  # ready, with fewer pictures than ordered
