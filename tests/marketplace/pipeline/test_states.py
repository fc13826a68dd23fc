"""An application's and a consent's life: the full product of old and new states against a literal set."""

from __future__ import annotations

from itertools import product

import pytest

from marketplace.errors import TransitionRefused
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.states import ApplicationState, ConsentState

APPLICATION_EDGES = {
    ("proposed", "consent_asked"),
    ("proposed", "declined"),
    ("proposed", "withdrawn"),
    ("proposed", "not_selected"),
    ("consent_asked", "consented"),
    ("consent_asked", "declined"),
    ("consent_asked", "withdrawn"),
    ("consent_asked", "not_selected"),
    ("consented", "submitted"),
    ("consented", "declined"),
    ("consented", "withdrawn"),
    ("consented", "not_selected"),
    ("submitted", "meeting"),
    ("submitted", "declined"),
    ("submitted", "withdrawn"),
    ("submitted", "not_selected"),
    ("meeting", "offered"),
    ("meeting", "declined"),
    ("meeting", "withdrawn"),
    ("meeting", "not_selected"),
    ("offered", "accepted"),
    ("offered", "declined"),
    ("offered", "withdrawn"),
    ("offered", "not_selected"),
    ("accepted", "declined"),
    ("accepted", "withdrawn"),
    ("accepted", "not_selected"),
}
CONSENT_EDGES = {("given", "withdrawn"), ("given", "expired")}


@pytest.mark.parametrize(("old", "new"), list(product(ApplicationState, ApplicationState)))
def test_an_application_moves_along_its_edges_only(old: ApplicationState, new: ApplicationState) -> None:
    application = Application(state=old)
    allowed = (old.value, new.value) in APPLICATION_EDGES
    assert application.may_become(new) is allowed
    if allowed:
        application.state = new
        assert application.state is new
    else:
        with pytest.raises(TransitionRefused):
            application.state = new
        assert application.state is old


@pytest.mark.parametrize(("old", "new"), list(product(ConsentState, ConsentState)))
def test_a_consent_moves_along_its_edges_only(old: ConsentState, new: ConsentState) -> None:
    consent = Consent(state=old)
    allowed = (old.value, new.value) in CONSENT_EDGES
    assert consent.may_become(new) is allowed
    if allowed:
        consent.state = new
        assert consent.state is new
    else:
        with pytest.raises(TransitionRefused):
            consent.state = new
        assert consent.state is old
