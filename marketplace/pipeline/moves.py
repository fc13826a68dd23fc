"""Every move of a card before the offer: proposed, asked, consented, submitted, met, ended; whatever its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline import notices
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.operations import end_consents, move_to
from marketplace.pipeline.queries import application_of
from marketplace.pipeline.reasons import check_reason
from marketplace.pipeline.states import ENDINGS, ApplicationState, ConsentState, Source
from marketplace.profiles.duplicates import suspects
from marketplace.profiles.models import BlockedCompany
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.settings import Name, days_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.pipeline.bids import Bid
    from marketplace.profiles.models import Consultant

_S = ApplicationState
LIVE = frozenset({EngagementState.OPEN, EngagementState.PAUSED})


def recommend(
    engagement: Engagement, consultant: Consultant, *, by: User, words: str = "", source: Source = Source.RECOMMENDED
) -> Application:
    """Put a person into a posting's pipeline, as staff; nothing reaches the client yet."""
    application = _new_card(engagement, consultant, source)
    move_to(application, _S.PROPOSED, by=by, words=words)
    record(by, "consultant recommended", application, source=source.value)
    return application


def invite(engagement: Engagement, consultant: Consultant, *, by: User, words: str = "") -> Application:
    """Ask a ranked person, unseen by name, on the client's behalf: the card begins at consent asked."""
    if consultant.visibility is not Visibility.CLIENTS:
        raise DomainError(_("This person is not available to clients now."))
    application = _advisors_card(engagement, consultant) or _new_card(engagement, consultant, Source.INVITED)
    unasked = application.state in {None, _S.PROPOSED}
    if unasked:
        move_to(application, _S.CONSENT_ASKED, by=by, words=words)
    record(by, "consultant invited", application)
    if unasked:
        notices.consent_asked(application, words)
    notices.invited_by_client(application)
    return application


def _advisors_card(engagement: Engagement, consultant: Consultant) -> Application | None:
    """The advisors' own card of the pair becomes the client's: a refusal would tell it what they are preparing."""
    card = application_of(consultant, engagement)
    if card is None or card.submitted_at is not None or card.source is Source.INVITED:
        return None
    if card.state in ENDINGS or engagement.state not in LIVE or blocks(consultant, engagement):
        raise DomainError(_("This person is not available for this posting."))
    card.source = Source.INVITED
    return card


def _new_card(engagement: Engagement, consultant: Consultant, source: Source) -> Application:
    if engagement.state not in LIVE:
        raise DomainError(_("This posting takes no applications now."))
    if consultant.state is not ProfileState.LISTED or blocks(consultant, engagement):
        raise DomainError(_("This person is not available for this posting."))
    if application_of(consultant, engagement) is not None:
        raise DomainError(_("This person is already in this pipeline."))
    application = Application(engagement_id=engagement.id, consultant_id=consultant.id, source=source)
    application.engagement, application.consultant = engagement, consultant
    application.rate, application.days, application.start_on = consultant.rate, engagement.days_max, engagement.start_on
    db.session.add(application)
    return application


def blocks(consultant: Consultant, engagement: Engagement) -> bool:
    """Tell whether the person has blocked the company of a posting, by account or by name."""
    company = engagement.company
    query = select(BlockedCompany.id).where(
        BlockedCompany.consultant_id == consultant.id,
        or_(BlockedCompany.company_id == company.id, BlockedCompany.name == company.name),
    )
    return db.session.scalar(query.limit(1)) is not None


def ask_consent(application: Application, *, by: User, words: str = "") -> None:
    """Ask the person whether the client may see the named skill sheet for this posting."""
    move_to(application, _S.CONSENT_ASKED, by=by, words=words)
    record(by, "consent asked", application)
    notices.consent_asked(application, words)


def give_consent(application: Application, bid: Bid, *, by: User) -> Consent:
    """Say yes: the consent is recorded with its words; an invited person reaches the inviting client at once."""
    application.message, application.rate, application.days = bid.message, bid.rate, bid.days
    application.start_on, application.projects = bid.start_on, bid.projects
    move_to(application, _S.CONSENTED, by=by)
    consent = Consent(
        application_id=application.id,
        state=ConsentState.GIVEN,
        until=now() + days_of(Name.CONSENT_DAYS),
        words=bid.consent_words,
        scope={"named": True, "projects": bid.projects},
        profile_version=application.consultant.version,
    )
    application.consents.append(consent)
    record(by, "consent given", consent)
    if application.source is Source.INVITED:
        submit_to_client(application, by=by)
    else:
        notices.consented(application)
    return consent


def submit_to_client(application: Application, *, by: User, words: str = "", known: bool = False) -> None:
    """Show the person to the client: refused without a consent in force.

    Staff says so (`known`) where the person may be registered twice: a client must not get one person twice.
    """
    if application.consent is None:
        raise DomainError(_("There is no consent in force: ask for it first."))
    consultant = application.consultant
    doubtful = suspects(consultant) if by.is_staff else []
    if doubtful and not known:
        name = consultant.user.name
        raise Invalid({"known": _("%(name)s may be registered twice. Please look at the warning first.", name=name)})
    for each in doubtful:
        record(by, "suspected double submitted knowingly", application, other=str(each.consultant.id))
    application.submitted_at = now()
    move_to(application, _S.SUBMITTED, by=by, words=words)
    record(by, "application submitted", application)
    notices.application_submitted(application)


def ask_for_meeting(application: Application, *, by: User, words: str = "") -> None:
    """Take the person into talks; the client's first answer, where it is one."""
    _answered(application)
    move_to(application, _S.MEETING, by=by, words=words)
    record(by, "meeting wanted", application)
    notices.meeting_wanted(application)


def not_select(application: Application, *, by: User, reason: str, words: str = "") -> None:
    """End the card as client or staff; the person gets the outcome and the reason, unless never asked."""
    asked = application.state is not _S.PROPOSED
    if application.submitted_at is not None:
        _answered(application)
    _end(application, _S.NOT_SELECTED, by=by, reason=reason, words=words)
    record(by, "application not selected", application, reason=reason)
    if asked:
        notices.application_not_selected(application, reason, words)


def decline(application: Application, *, by: User, reason: str, words: str = "") -> None:
    """Say no as the consultant: to being shown, or to an offer; before the client knows, it is not told."""
    _end(application, _S.DECLINED, by=by, reason=reason, words=words)
    record(by, "application declined", application, reason=reason)
    notices.application_withdrawn(application, reason)


def _answered(application: Application) -> None:
    if application.first_answered_at is None:
        application.first_answered_at = now()


def _end(application: Application, ending: ApplicationState, *, by: User, reason: str, words: str) -> None:
    check_reason(ending, reason)
    application.ended_at, application.end_reason, application.end_words = now(), reason, words
    move_to(application, ending, by=by, words=words)
    end_consents(application, by=by)
