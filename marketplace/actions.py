"""Every action of the product, feature by feature, and which one shows a record; policy.py says who may take it."""

from __future__ import annotations

from enum import StrEnum


class Can(StrEnum):
    """Every action of the product, as the end of a sentence that starts with a person."""

    # accounts
    SEE_OWN_PAGES = "see own pages"
    SEE_COMPANY = "see company"
    EDIT_COMPANY = "edit company"
    INVITE_MEMBER = "invite member"
    REVOKE_INVITATION = "revoke invitation"
    REMOVE_MEMBER = "remove member"
    CHANGE_ROLE = "change a member's role"
    INVITE_STAFF = "invite staff"
    CLOSE_STAFF_ACCOUNT = "close or reopen a staff account"
    ASSIGN_ADVISOR = "assign advisor"
    # inbox
    READ_NOTICE = "read notice"
    # profiles
    EDIT_OWN_PROFILE = "edit own profile"
    SEE_PROFILE = "see profile"
    EDIT_PAST_PROJECT = "edit past project"
    IMPORT_PROFILE = "import document for consultant"
    DECIDE_IMPORT = "decide import"
    VERIFY_PROFILE = "verify profile"
    VERIFY_CERTIFICATION = "verify certification"
    VERIFY_RECOMMENDATION = "verify recommendation"
    MERGE_PROFILES = "merge two profiles of one person"
    # intake
    PREPARE_INTERVIEW = "answer the own interview beforehand"
    HOLD_INTERVIEW = "hold a registration interview"
    SEE_INTERVIEW = "see registration interview"
    # engagements
    POST_ENGAGEMENT = "post engagement"
    SEE_ENGAGEMENT = "see engagement"
    SEE_DUTIES = "see duties in full"
    SEE_CLIENT_NAME = "see client name"
    SEE_OWN_SIDE = "see the client's side of an engagement"
    EDIT_ENGAGEMENT = "edit engagement"
    SUBMIT_ENGAGEMENT = "submit engagement for review"
    REVIEW_ENGAGEMENT = "review engagement"
    PAUSE_ENGAGEMENT = "pause or reopen engagement"
    CLOSE_ENGAGEMENT = "close engagement"
    CONFIRM_ENGAGEMENT = "confirm that engagement is open"
    # shortlist
    SEE_CANDIDATES = "see ranked consultants"
    SEE_MATCH = "see match"
    CURATE = "curate ranked consultants"
    # rate guidance
    SEE_RATE_GUIDANCE = "see what postings like one's own pay"
    SEE_RATE_MODELS = "see how the guidance on rates holds"
    # pipeline
    APPLY = "apply"
    SEE_APPLICATION = "see application"
    SEE_NAMED_PROFILE = "see the consented profile"
    RECOMMEND = "recommend a ranked consultant"
    INVITE = "invite a ranked consultant"
    ASK_CONSENT = "ask for consent"
    ANSWER_CONSENT = "answer to being shown"
    SUBMIT_APPLICATION = "submit application to the client"
    SELECT = "take into talks or not select"
    WITHDRAW_APPLICATION = "withdraw application"
    WITHDRAW_CONSENT = "withdraw consent"
    # notes
    NOTE_APPLICATION = "keep private notes on an application"
    NOTE_CONSULTANT = "keep private notes about a person"
    SEE_NOTE = "see note"
    REMOVE_NOTE = "remove note"
    # threads
    SEE_THREAD = "read a thread"
    WRITE_POST = "write into a thread"
    SEE_ATTACHMENT = "open an attachment"
    # meetings
    ARRANGE_MEETING = "propose a meeting"
    SEE_MEETING = "see meeting"
    MOVE_MEETING = "move, cancel or take notes of a meeting"
    CHOOSE_SLOT = "choose a meeting's date"
    # offers
    MAKE_OFFER = "make an offer"
    SEE_OFFER = "see offer"
    ANSWER_OFFER = "accept, decline or counter an offer"
    # contracts
    SEE_CONTRACT = "see contract"
    PREPARE_CONTRACT = "prepare, send, change or end a contract"
    SEE_PAPER = "read a contract's paper"
    ASK_FOR_PAPER = "ask for the order terms on paper"
    SEND_PAPER = "note that order terms were sent on paper"
    SIGN_PAPER = "sign a contract's paper"
    ASK_FOR_TALK = "ask for talks on the fee"
    SEE_TALK = "see a talk on the fee"
    ANSWER_TALK = "answer a talk on the fee"
    ANSWER_RENEWAL = "say whether a contract goes on"
    DECLARE_PARTY = "declare oneself as a party to contracts"
    SCREEN_PARTY = "see and screen a party to contracts"
    # work reports
    BEGIN_REPORT = "begin a month's work report"
    SEE_REPORT = "see work report"
    WRITE_REPORT = "write, hand in or correct a work report"
    ANSWER_REPORT = "approve or return a work report"
    SEE_EXPENSE = "open an expense's receipt"
    REMOVE_EXPENSE = "remove an expense"
    # billing
    SEE_INVOICE = "see invoice"
    SEE_PAYMENT_NOTICE = "see payment notice"
    ANSWER_PAYMENT_NOTICE = "confirm or dispute a payment notice"
    SEE_ADVANCE = "see an advance"
    AGREE_TO_ADVANCE = "agree to an advance"
    LOOK_UP_REGISTRATION = "look up a registration number"
    BILL = "bill months, settle disputes"
    BOOK_RECEIPT = "book what was paid for an invoice"
    # checkouts
    PAY_INVOICE = "pay an invoice by card or through Stripe"
    # dashboards
    SEE_SPENDING = "see what the own company owes and has spent"
    SEE_EARNINGS = "see what one has earned and will earn"
    # payouts
    EDIT_BANK_ACCOUNT = "enter the own bank account"
    PAY = "make a payment run and take its file"
    APPROVE_RUN = "approve a payment run"
    # tracker
    BEGIN_PROJECT = "begin the project of a contract"
    SEE_PROJECT = "see a project's boards"
    LEAD_PROJECT = "lead a project"
    EDIT_BOARD = "write on a project's boards"
    SEE_STATUS = "see status report"
    WRITE_STATUS = "write status report"
    ANSWER_STATUS = "acknowledge or return a status report"
    SEE_MINUTES = "see minutes"
    WRITE_MINUTES = "write minutes"
    IMPORT_ROWS = "import rows of another tool"
    PROPOSE_CHANGE = "propose a change of a project"
    SEE_CHANGE = "see change request"
    ANSWER_CHANGE = "agree to a change or decline it"
    WITHDRAW_CHANGE = "withdraw a change request"
    WRITE_COMMENT = "comment on a project's rows"
    SEE_COMMENT = "see comment"
    EDIT_COMMENT = "change or delete a comment"
    SEE_COMMENT_FILE = "open a comment's file"
    SHARE_PROJECT = "let somebody outside read a project's reports"
    REVOKE_READER = "close an external reader's link"
    SEE_COSTS = "see a project's budget and what it costs"
    MAKE_SUMMARY = "propose or withdraw a closed project's summary"
    ANSWER_SUMMARY = "agree to a project's summary or decline it"
    LET_PROGRAM_READ = "make a token for a program"
    STOP_PROGRAM = "revoke the own token"
    # pulses
    SEE_PULSE = "see pulse"
    ANSWER_PULSE = "answer a pulse"
    SEE_OWN_PULSES = "see the own side's pulses of a contract"
    CARE = "look after a running contract: health, pulses, concerns"
    SEE_CHECK = "see a month's check"
    ANSWER_CHECK = "answer a month's check"
    SEE_GUIDANCE = "see how two sides of a contract work together"
    # reviews
    SEE_REVIEWS = "see a contract's reviews"
    SEE_REVIEW_ROUND = "see review round"
    WRITE_REVIEW = "write a review"
    SEE_REVIEW = "read a review"
    ANSWER_REVIEW = "answer a review about oneself"
    MODERATE_REVIEW = "hide a review"
    # appeals
    APPEAL = "say that a match is not right"
    SEE_APPEAL = "see an appeal"
    WITHDRAW_APPEAL = "withdraw an appeal"
    ANSWER_APPEAL = "answer an appeal"
    # staff
    SEE_DESK = "see desk"
    CHASE = "remind whoever is waited for"
    SNOOZE = "put a line of the queue off"
    REMOVE_FILTER = "remove a saved filter of the queue"
    EDIT_SETTINGS = "edit the operator's settings"
    EDIT_CATALOGUE = "edit the skill catalogue"
    SEE_OPERATION = "see operation"
    RERUN_JOB = "rerun job"
    CHANGE_RANKING_MODEL = "train or go back to a ranking model"


# What one must be allowed to do to a record to know that it exists: otherwise 404.
SEEING: dict[str, Can] = {
    "company": Can.SEE_COMPANY,
    "invitation": Can.REVOKE_INVITATION,
    "membership": Can.REMOVE_MEMBER,
    "user": Can.CLOSE_STAFF_ACCOUNT,
    "message": Can.READ_NOTICE,
    "consultant": Can.SEE_PROFILE,
    "past_project": Can.EDIT_PAST_PROJECT,
    "profile_import": Can.DECIDE_IMPORT,
    "interview": Can.SEE_INTERVIEW,
    "certification": Can.VERIFY_CERTIFICATION,
    "recommendation": Can.VERIFY_RECOMMENDATION,
    "engagement": Can.SEE_ENGAGEMENT,
    "match": Can.SEE_MATCH,
    "application": Can.SEE_APPLICATION,
    "note": Can.SEE_NOTE,
    "thread": Can.SEE_THREAD,
    "attachment": Can.SEE_ATTACHMENT,
    "meeting": Can.SEE_MEETING,
    "offer": Can.SEE_OFFER,
    "contract": Can.SEE_CONTRACT,
    "paper": Can.SEE_PAPER,
    "price_talk": Can.SEE_TALK,
    "party": Can.SCREEN_PARTY,
    "work_report": Can.SEE_REPORT,
    "expense": Can.SEE_EXPENSE,
    "invoice": Can.SEE_INVOICE,
    "payment_notice": Can.SEE_PAYMENT_NOTICE,
    "document_export": Can.BILL,
    "advance": Can.SEE_ADVANCE,
    "collection_task": Can.BILL,
    "payment_run": Can.PAY,
    "bank_statement": Can.BILL,
    "incoming": Can.BILL,
    "project": Can.SEE_PROJECT,
    "project_import": Can.IMPORT_ROWS,
    "status_report": Can.SEE_STATUS,
    "minutes": Can.SEE_MINUTES,
    "change_request": Can.SEE_CHANGE,
    "comment": Can.SEE_COMMENT,
    "comment_file": Can.SEE_COMMENT_FILE,
    "reader_link": Can.REVOKE_READER,
    "api_token": Can.STOP_PROGRAM,
    "pulse": Can.SEE_PULSE,
    "concern": Can.CARE,
    "month_check": Can.SEE_CHECK,
    "review_round": Can.SEE_REVIEW_ROUND,
    "review": Can.SEE_REVIEW,
    "appeal": Can.SEE_APPEAL,
    "job": Can.RERUN_JOB,
    "ranking_model": Can.SEE_OPERATION,
    "concept": Can.EDIT_CATALOGUE,
    "saved_filter": Can.REMOVE_FILTER,
}
