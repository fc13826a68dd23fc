"""The sentences of the policy: each says of one person and one record whether it holds; policy.py says where it counts.

Kinds and states are compared by their stored words, so that this page depends on no feature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.accounts.models import Company, Invitation, Membership, User
    from marketplace.contracts.models import Contract, Paper, PriceTalk
    from marketplace.desk.models import SavedFilter
    from marketplace.engagements.models import Engagement
    from marketplace.imports.models import ProfileImport
    from marketplace.intake.models import Interview
    from marketplace.meetings.models import Meeting
    from marketplace.notes.models import Note
    from marketplace.offers.models import Offer
    from marketplace.outbox import Message
    from marketplace.pipeline.models import Application
    from marketplace.profiles.models import Consultant, PastProject
    from marketplace.shortlist.models import Match
    from marketplace.threads.models import Attachment, Thread

LIVE = ("open", "paused")
AFTER_SUBMISSION = ("submitted", "meeting", "offered", "accepted", "declined", "withdrawn", "not_selected")


def signed_in(user: User, _subject: object) -> bool:
    return user.active


def is_consultant(user: User, _subject: object) -> bool:
    return user.kind == "consultant"


def is_client(user: User, _subject: object) -> bool:
    return user.kind == "client" and user.membership is not None


def is_staff(user: User, _subject: object) -> bool:
    return user.kind in {"advisor", "operator"}


def is_operator(user: User, _subject: object) -> bool:
    return user.kind == "operator"


def belongs_to_company(user: User, company: Company) -> bool:
    return user.company_id == company.id


def keeps_filter(user: User, row: SavedFilter) -> bool:
    """One's own alone: a saved filter may name people."""
    return user.id == row.user_id


def belongs_or_is_staff(user: User, company: Company) -> bool:
    return belongs_to_company(user, company) or is_staff(user, company)


def owns_company(user: User, company: Company) -> bool:
    return belongs_to_company(user, company) and user.membership is not None and user.membership.role == "owner"


def may_revoke(user: User, invitation: Invitation) -> bool:
    if invitation.company_id is None:
        return is_operator(user, invitation)
    return user.company_id == invitation.company_id and user.membership is not None and user.membership.role == "owner"


def owns_company_of(user: User, membership: Membership) -> bool:
    """Only an owner of the same company."""
    own = user.membership
    return own is not None and own.company_id == membership.company_id and own.role == "owner"


def may_close(user: User, other: User) -> bool:
    """An operator, of staff; nobody shuts themselves out."""
    return is_operator(user, other) and is_staff(other, other) and user.id != other.id


def is_addressee(user: User, message: Message) -> bool:
    return message.user_id == user.id and message.on_page


def is_profile_owner(user: User, consultant: Consultant) -> bool:
    return consultant.user_id == user.id


def sees_profile(user: User, consultant: Consultant) -> bool:
    return is_profile_owner(user, consultant) or is_staff(user, consultant)


def owns_past_project(user: User, project: PastProject) -> bool:
    return is_profile_owner(user, project.consultant)


def decides_import(user: User, document: ProfileImport) -> bool:
    return sees_profile(user, document.consultant)


def is_interviewed(user: User, _subject: object) -> bool:
    return is_consultant(user, _subject) or is_client(user, _subject)


def sees_interview(user: User, interview: Interview) -> bool:
    """The desk, and whom it is about: the person, or the company's members; never the desk's own part (see intake)."""
    if interview.consultant is not None:
        return sees_profile(user, interview.consultant)
    return is_staff(user, interview) or (is_client(user, interview) and user.company_id == interview.company_id)


def buys(user: User | None, engagement: Engagement) -> bool:
    return user is not None and user.kind == "client" and user.company_id == engagement.company_id


def runs(user: User | None, engagement: Engagement) -> bool:
    """Work on the client's side of it: the company's members and the operator's staff."""
    return user is not None and (buys(user, engagement) or is_staff(user, engagement))


def sees_engagement(user: User | None, engagement: Engagement) -> bool:
    return engagement.published_at is not None or runs(user, engagement)


def sees_duties(user: User | None, engagement: Engagement) -> bool:
    return user is not None and (is_consultant(user, engagement) or runs(user, engagement))


def sees_client_name(user: User | None, engagement: Engagement) -> bool:
    return not engagement.client_hidden or runs(user, engagement)


def edits_engagement(user: User, engagement: Engagement) -> bool:
    """The client writes its draft; the advisor may also mend what is in review or live."""
    if is_staff(user, engagement):
        return engagement.state in {"draft", "in_review", *LIVE}
    return buys(user, engagement) and engagement.state == "draft"


def sees_match(user: User, match: Match) -> bool:
    """The consultant itself, staff, and the client while its posting is live and the person shows to clients."""
    if is_staff(user, match) or is_profile_owner(user, match.consultant):
        return True
    return (
        buys(user, match.engagement)
        and match.engagement.state in LIVE
        and match.eligible
        and match.consultant.state == "listed"
        and match.consultant.visibility == "clients"
    )


def applies(user: User, engagement: Engagement) -> bool:
    return is_consultant(user, engagement) and engagement.state == "open"


def is_applicant(user: User, application: Application) -> bool:
    return application.consultant.user_id == user.id


def sees_application(user: User, application: Application) -> bool:
    """The consultant, staff, and the client once it has been submitted to it."""
    if is_applicant(user, application) or is_staff(user, application):
        return True
    return (
        buys(user, application.engagement)
        and application.state in AFTER_SUBMISSION
        and application.submitted_at is not None
    )


def sees_named_profile(user: User, application: Application) -> bool:
    """The client only with a consent in force for this application (R41)."""
    if is_applicant(user, application) or is_staff(user, application):
        return True
    return sees_application(user, application) and application.consent is not None


def invites(user: User, match: Match) -> bool:
    """A client that sees the person among its posting's ranked ones."""
    return buys(user, match.engagement) and sees_match(user, match)


def selects(user: User, application: Application) -> bool:
    """Staff, and the client once the person has been submitted to it."""
    return is_staff(user, application) or (buys(user, application.engagement) and sees_application(user, application))


def takes_part(user: User, thread: Thread) -> bool:
    """Each channel's own people; where a client takes part, nobody writes before it knows of the card."""
    application = thread.application
    if thread.contract is not None and thread.contract.sent_at is None:
        return False  # a draft is the desk's own: there is nobody to write to
    if thread.channel in {"consultant_desk", "contract_consultant_desk"}:
        return is_applicant(user, application) or is_staff(user, application)
    if thread.contract is None and (application.state not in AFTER_SUBMISSION or application.submitted_at is None):
        return False
    if thread.channel in {"client_desk", "contract_client_desk"}:
        return buys(user, application.engagement) or is_staff(user, application)
    return sees_application(user, application) if thread.contract is None else sees_contract(user, thread.contract)


def opens_attachment(user: User, attachment: Attachment) -> bool:
    """Whoever reads its thread; a client opens what its own side did not send only while it may see the name (R41).

    The parties of a contract are named to each other for good.
    """
    post = attachment.post
    if not takes_part(user, post.thread):
        return False
    named = post.thread.contract is not None or post.author.kind == "client"
    return named or sees_named_profile(user, post.thread.application)


def sees_note(user: User, note: Note) -> bool:
    """The side that wrote it: a client's notes are not the staff's to read, nor the other way round."""
    if note.audience == "staff":
        return is_staff(user, note)
    return is_client(user, note) and user.company_id == note.company_id


def wrote_note(user: User, note: Note) -> bool:
    return sees_note(user, note) and note.author_id == user.id


def sees_part(user: User, part: Meeting | Offer) -> bool:
    """Meetings and offers are seen by whoever sees the application that they are parts of."""
    return sees_application(user, part.application)


def answers_slots(user: User, meeting: Meeting) -> bool:
    """The side that did not propose them; staff speaks for the client."""
    if meeting.proposed_by == "client":
        return is_applicant(user, meeting.application)
    return selects(user, meeting.application)


def answers_offer(user: User, offer: Offer) -> bool:
    """The side that did not send this version; staff speaks for the client."""
    return is_applicant(user, offer.application) if offer.side == "client" else selects(user, offer.application)


def sees_contract(user: User, contract: Contract) -> bool:
    """Staff; both parties once it was sent: a draft is the desk's own."""
    if is_staff(user, contract):
        return True
    application = contract.application
    party = is_applicant(user, application) or (is_client(user, contract) and buys(user, application.engagement))
    return contract.sent_at is not None and party


def is_contracted(user: User, contract: Contract) -> bool:
    return sees_contract(user, contract) and is_applicant(user, contract.application)


def is_party_to(user: User, contract: Contract) -> bool:
    """One of the two sides of a contract, not the desk."""
    return sees_contract(user, contract) and not is_staff(user, contract)


def sees_paper(user: User, paper: Paper) -> bool:
    """Staff, and the side whose paper it is: in VIA neither side reads the other's with the operator."""
    if is_staff(user, paper):
        return True
    version, party = paper.contract_version, paper.party
    consultant = version.contract.application.consultant if version else party.consultant if party else None
    engagement = version.contract.application.engagement if version else None
    company_id = engagement.company_id if engagement else party.company_id if party else None
    if paper.between in {"consultant", "both"} and consultant is not None and is_profile_owner(user, consultant):
        return True
    return paper.between in {"client", "both"} and is_client(user, paper) and user.company_id == company_id


def asks_for_paper(user: User, paper: Paper) -> bool:
    """The consultant whose order terms they are (R5)."""
    return is_consultant(user, paper) and paper.kind == "order_terms" and sees_paper(user, paper)


def signs_paper(user: User, paper: Paper) -> bool:
    """The consultant, and the company's owners; the operator signs by sending."""
    if is_staff(user, paper) or not sees_paper(user, paper):
        return False
    return is_consultant(user, paper) or (user.membership is not None and user.membership.role == "owner")


def sees_talk(user: User, talk: PriceTalk) -> bool:
    return is_staff(user, talk) or is_applicant(user, talk.contract.application)


def declares_party(user: User, _subject: object) -> bool:
    """A consultant for itself, an owner for its company."""
    return is_consultant(user, _subject) or (
        is_client(user, _subject) and user.membership is not None and user.membership.role == "owner"
    )
