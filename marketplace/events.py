"""Signals by which an upper feature reacts to a lower one, inside the same transaction.

A receiver lives in the upper feature and is connected in app.py; the sender never knows it.
"""

from __future__ import annotations

from blinker import Namespace

_names = Namespace()

engagement_changed = _names.signal("engagement-changed")  # sender: Engagement; published, edited, paused, closed
engagement_written = _names.signal("engagement-written")  # sender: Engagement; drafted or edited, in any state
application_ended = _names.signal("application-ended")  # sender: Application; by: User | None
standing_asked = _names.signal("standing-asked")  # sender: ids of people; answered with what matching takes, by id
pair_judged = _names.signal("pair-judged")  # sender: Application or Match; somebody has moved it, or said a word on it
engagement_closed = _names.signal("engagement-closed")  # sender: Engagement; by: User | None, reason: str
consultant_changed = _names.signal("consultant-changed")  # sender: Consultant
profiles_merged = _names.signal("profiles-merged")  # sender: Consultant that stays; other: the closed one; by: User
caseload_asked = _names.signal("caseload-asked")  # sender: ids of advisors; each receiver answers how many it counts
user_signed_up = _names.signal("user-signed-up")  # sender: User
user_readdressed = _names.signal("user-readdressed")  # sender: User; former: str, the address until now
user_renamed = _names.signal("user-renamed")  # sender: User; former: str, the name until now
consultant_hidden = _names.signal("consultant-hidden")  # sender: Consultant; for whoever must react at once
catalogue_changed = _names.signal("catalogue-changed")  # sender: Concept; added, renamed, retired or restored
offer_accepted = _names.signal("offer-accepted")  # sender: Offer; by: User | None
work_report_approved = _names.signal("work-report-approved")  # sender: WorkReport; a first version or a correction
contract_changed = _names.signal("contract-changed")  # sender: Contract; concluded, changed, told to end, ended, void
payee_asked = _names.signal("payee-asked")  # sender: DIRECT Contract; answered with the account that is paid to
collection_asked = _names.signal("collection-asked")  # sender: DIRECT Invoice; answered whether what is paid goes on
checkout_followed = _names.signal("checkout-followed")  # sender: Checkout, locked; what Stripe says was taken over
project_begun = _names.signal("project-begun")  # sender: Project; by: User
project_closed = _names.signal("project-closed")  # sender: Project; by: User | None, where it ends with its contract
invoice_changed = _names.signal("invoice-changed")  # sender: Invoice; money booked or taken back, or corrected
