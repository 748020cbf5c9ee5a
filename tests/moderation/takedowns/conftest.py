"""A picture of alice's that hangs on her wall."""

import pytest

from accounts.models import User
from studio.models import Asset
from tests.access_cases.studio_works import hung
from tests.moderation.takedowns.asking import LOOKS, looking


@pytest.fixture
def picture(alice: User) -> Asset:
    return looking(hung(alice), LOOKS, "a" * 64)
