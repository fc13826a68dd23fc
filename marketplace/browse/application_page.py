"""The page of one application, as its consultant, its client and the staff each may see it; drawn by several views."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.browse import cards
from marketplace.db import db
from marketplace.engagements.queries import with_requirements
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.meetings.queries import meetings_of
from marketplace.notes.forms import NoteForm
from marketplace.notes.queries import notes_on_application
from marketplace.offers.queries import offers_of
from marketplace.pipeline.clocks import Owner
from marketplace.pipeline.forms import EndForm, StepForm, WithdrawForm
from marketplace.pipeline.labels import OWNER as OWNER_LABEL
from marketplace.pipeline.parties import Side, own_side
from marketplace.pipeline.queries import steps_of
from marketplace.pipeline.states import ENDINGS, FROM_MEETING, SHOWN_TO_CLIENT, STEPS, ApplicationState
from marketplace.policy import Can, may
from marketplace.profiles.duplicates import suspects
from marketplace.profiles.queries import whole_profile
from marketplace.sheets.queries import views_of
from marketplace.sheets.showing import note_page
from marketplace.shortlist.fit import requirement_checks
from marketplace.shortlist.queries import match_of
from marketplace.shortlist.records import titles_of
from marketplace.threads.forms import PostForm
from marketplace.threads.labels import CHANNEL, READERS
from marketplace.threads.showing import panel
from marketplace.threads.uploads import ACCEPTED

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form
    from marketplace.pipeline.models import Application, Step
    from marketplace.threads.showing import Panel


def application_page(
    application: Application, form: Form | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `form` is one that was sent and refused, shown again with what was typed."""
    user = signed_in_user()
    engagement = with_requirements(application.engagement)
    consultant = whole_profile(application.consultant)
    match = match_of(consultant, engagement)
    # A client reads what the consent says: the chosen projects and nothing of the others.
    chosen = application.projects if not may(user, Can.SEE_PROFILE, consultant) else None
    hidden = titles_of(consultant, hidden_beside=chosen) if chosen is not None else set()
    unseen = application.state not in SHOWN_TO_CLIENT
    sent = form if isinstance(form, PostForm) else None
    wanted = (sent.channel.data if sent else request.args.get("channel")) or ""
    talk = panel(application, user, wanted=wanted, everything="all" in request.args)
    note_page(application, consultant, by=user)
    return render_template(
        "browse/application.html",
        application=application,
        engagement=engagement,
        consultant=consultant,
        projects=[each for each in consultant.projects if str(each.id) in application.projects],
        checks=requirement_checks(engagement, consultant, projects=chosen),
        match=match,
        reasons=cards.reason_texts(each for each in match.reasons if each.get("where") not in hidden) if match else [],
        history=_history(application, user),
        meetings=meetings_of(application),
        offers=offers_of(application),
        talk=talk,
        channels=_channels(talk, application) if talk else [],
        post=sent or (PostForm.into(talk.thread.channel) if talk else None),
        channel_label=CHANNEL,
        channel_readers=READERS,
        accepted=ACCEPTED,
        suspicions=suspects(consultant) if unseen and may(user, Can.MERGE_PROFILES, consultant) else [],
        notes=notes_on_application(application.id, reader=user) if may(user, Can.NOTE_APPLICATION, application) else [],
        note=form if isinstance(form, NoteForm) else NoteForm(formdata=None),
        views=views_of(application) if may(user, Can.WITHDRAW_APPLICATION, application) else [],
        client_named=application.state in FROM_MEETING or may(user, Can.SEE_CLIENT_NAME, engagement),
        path=STEPS,
        ended=application.state in ENDINGS,
        conflict=status is HTTPStatus.CONFLICT,
        form=form if isinstance(form, WithdrawForm) else WithdrawForm(formdata=None),
        step=form if isinstance(form, StepForm) else StepForm(formdata=None),
        ending=form if isinstance(form, EndForm) else EndForm.of(ApplicationState.NOT_SELECTED, formdata=None),
        words=cards,
    ), status


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the history as this reader may know it."""

    step: Step
    who: str
    words: str


def _history(application: Application, reader: User) -> list[Line]:
    """Say who took each step, by name to staff and to colleagues, and the words meant for this reader."""
    steps = steps_of(application)
    ids = {step.actor_id for step in steps if step.actor_id}
    actors: dict[UUID | None, User] = {
        each.id: each for each in db.session.scalars(select(User).where(User.id.in_(ids)))
    }
    return [_line(step, actors.get(step.actor_id), application, reader) for step in steps]


def _line(step: Step, actor: User | None, application: Application, reader: User) -> Line:
    """A recommendation's words are the desk's own; a question for consent is the asker's and the person's."""
    mine, side = own_side(reader, application), own_side(actor, application) if actor else None
    named = actor is not None and (reader.is_staff or side is mine)
    who = [
        str(OWNER_LABEL[Owner(side.value)]) if side else _("automatically"),
        *([actor.name] if actor and named else []),
    ]
    meant = {
        ApplicationState.PROPOSED: reader.is_staff or side is mine,
        ApplicationState.CONSENT_ASKED: mine is not Side.CLIENT or side is mine,
    }.get(step.state, True)
    return Line(step, " · ".join(who), step.words if meant else "")


def _channels(talk: Panel, application: Application) -> list[tuple[str | int | bool, ...]]:
    """Return the channels as tabs: label, address, whether it is shown, and how much is new where something is."""
    return [
        (
            CHANNEL[tab.channel],
            url_for("browse.application", application_id=application.id, channel=tab.channel, _anchor="messages"),
            tab.channel is talk.thread.channel,
            *([tab.unread] if tab.unread else []),
        )
        for tab in talk.tabs
    ]
