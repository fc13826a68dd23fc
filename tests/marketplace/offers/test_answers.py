"""Who answers what: the side that did not propose the dates, or did not send the version."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from marketplace.policy import Can, may
from tests.marketplace.test_policy_edges import ADVISOR, CLIENT, CONSULTANT, OPERATOR, STRANGER, application, person


@pytest.mark.parametrize(("action", "of"), [(Can.CHOOSE_SLOT, "proposed_by"), (Can.ANSWER_OFFER, "side")])
def test_whoever_did_not_ask_answers(action: Can, of: str) -> None:
    from_client = SimpleNamespace(application=application("meeting"), **{of: "client"})
    from_consultant = SimpleNamespace(application=application("meeting"), **{of: "consultant"})
    assert may(CONSULTANT, action, from_client)
    assert not may(CONSULTANT, action, from_consultant)
    assert not may(person("consultant", number=2), action, from_client)
    for each in (CLIENT, ADVISOR, OPERATOR):
        assert may(each, action, from_consultant)
        assert not may(each, action, from_client)
    assert not may(STRANGER, action, from_consultant)
