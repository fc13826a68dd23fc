"""The advisor's desk: pipeline, curation, clocks, meetings, offers, documents, imports.

Revises: 20261122_floor
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261122_desk"
down_revision = "20261122_floor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_clock",
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_clock")),
    )
    op.create_table(
        "concept",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ja", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("broader", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("classes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ja <> '' AND en <> ''", name=op.f("ck_concept_is_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
        sa.UniqueConstraint("code", name=op.f("uq_concept_code")),
    )
    op.create_table(
        "ending_reason",
        sa.Column(
            "ending",
            sa.Enum(
                "proposed",
                "consent_asked",
                "consented",
                "submitted",
                "meeting",
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                "not_selected",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("ja", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_reason")),
        sa.UniqueConstraint("ending", "code", name=op.f("uq_ending_reason_ending_code")),
    )
    op.create_table(
        "intake_term",
        sa.Column("promise", sa.Enum("contact", "check", name="promise", native_enum=False, length=32), nullable=False),
        sa.Column("business_days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("business_days BETWEEN 1 AND 30", name=op.f("ck_intake_term_term_in_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_term")),
        sa.UniqueConstraint("promise", name=op.f("uq_intake_term_promise")),
    )
    op.create_table(
        "response_time",
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "consent_asked",
                "consented",
                "submitted",
                "meeting",
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                "not_selected",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("business_days", sa.Integer(), nullable=False),
        sa.Column("remind_before", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "business_days BETWEEN 1 AND 30 AND remind_before BETWEEN 0 AND 29",
            name=op.f("ck_response_time_terms_in_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_time")),
        sa.UniqueConstraint("state", name=op.f("uq_response_time_state")),
    )
    op.create_table(
        "setting",
        sa.Column(
            "name",
            sa.Enum(
                "order_price_shown",
                "consent_days",
                "expires_after_days",
                "closes_after_days",
                "ending_within_days",
                "person_quiet_days",
                "person_quiet_in_process_days",
                "client_quiet_days",
                name="name",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_setting_name")),
    )
    op.create_table(
        "notice_preference",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rhythm", sa.Enum("at_once", "daily", "weekly", name="rhythm", native_enum=False, length=32), nullable=False
        ),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "hour BETWEEN 0 AND 23 AND quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
            name=op.f("ck_notice_preference_hours_of_day"),
        ),
        sa.CheckConstraint("quiet_from <> quiet_until", name=op.f("ck_notice_preference_quiet_hours_end")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notice_preference_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_preference")),
        sa.UniqueConstraint("user_id", name=op.f("uq_notice_preference_user_id")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_filter_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filter_user_id_name")),
    )
    op.create_table(
        "snooze",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_snooze_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
        sa.UniqueConstraint("user_id", "kind", "subject_id", name=op.f("uq_snooze_user_id_kind_subject_id")),
    )
    op.create_table(
        "identity_key",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_identity_key_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_key")),
        sa.UniqueConstraint("consultant_id", "key", name=op.f("uq_identity_key_consultant_id_key")),
    )
    op.create_index(op.f("ix_identity_key_consultant_id"), "identity_key", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_identity_key_key"), "identity_key", ["key"], unique=False)
    op.create_table(
        "profile_import",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("document", "interview", name="importsource", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "done", "discarded", name="importstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("proposals", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_profile_import_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_profile_import_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_import")),
    )
    op.create_index(op.f("ix_profile_import_consultant_id"), "profile_import", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_profile_import_state"), "profile_import", ["state"], unique=False)
    op.create_table(
        "curation",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("pin", "shortlist", "reject", name="verdict", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_curation_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_curation_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_curation_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation")),
    )
    op.create_index("ix_curation_pair", "curation", ["engagement_id", "consultant_id"], unique=False)
    op.create_index(
        "uq_curation_in_force",
        "curation",
        ["engagement_id", "consultant_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "interview",
        sa.Column(
            "kind", sa.Enum("consultant", "client", name="interviewkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state", sa.Enum("draft", "held", name="interviewstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("prepared_at", UtcDateTime(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("staff_answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("filled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'held' OR held_on IS NOT NULL", name=op.f("ck_interview_held_has_date")),
        sa.CheckConstraint("(consultant_id IS NULL) <> (company_id IS NULL)", name=op.f("ck_interview_about_one")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_interview_by_id_user")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_interview_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_interview_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["profile_import.id"],
            name=op.f("fk_interview_import_id_profile_import"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_company_id"), "interview", ["company_id"], unique=False)
    op.create_index(op.f("ix_interview_consultant_id"), "interview", ["consultant_id"], unique=False)
    op.create_index(
        "uq_interview_draft_company_id",
        "interview",
        ["company_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_interview_draft_consultant_id",
        "interview",
        ["consultant_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "document_view",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("page", "pdf", "xlsx", "attachment", name="viewkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("sheet_sha256", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_document_view_application_id_application")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_view_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_view")),
    )
    op.create_index(op.f("ix_document_view_application_id"), "document_view", ["application_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "fixed", "held", "cancelled", name="meetingstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "proposed_by",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("slots", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'cancelled' OR ended_at IS NOT NULL", name=op.f("ck_meeting_cancelled_has_date")),
        sa.CheckConstraint(
            "state NOT IN ('fixed', 'held') OR starts_at IS NOT NULL", name=op.f("ck_meeting_fixed_has_time")
        ),
        sa.CheckConstraint("minutes BETWEEN 15 AND 240", name=op.f("ck_meeting_length_in_minutes")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_meeting_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_application_id"), "meeting", ["application_id"], unique=False)
    op.create_index(op.f("ix_meeting_due_at"), "meeting", ["due_at"], unique=False)
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    op.create_index(op.f("ix_meeting_state"), "meeting", ["state"], unique=False)
    op.create_table(
        "note",
        sa.Column(
            "audience", sa.Enum("staff", "company", name="audience", native_enum=False, length=32), nullable=False
        ),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'company') = (company_id IS NOT NULL)", name=op.f("ck_note_company_has_audience")
        ),
        sa.CheckConstraint(
            "audience = 'staff' OR application_id IS NOT NULL", name=op.f("ck_note_company_notes_application")
        ),
        sa.CheckConstraint("(application_id IS NULL) <> (consultant_id IS NULL)", name=op.f("ck_note_one_subject")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_note_application_id_application")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_note_author_id_user")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_note_company_id_company")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_note_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_application_id"), "note", ["application_id"], unique=False)
    op.create_index(op.f("ix_note_consultant_id"), "note", ["consultant_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent", "accepted", "declined", "countered", "expired", name="offerstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("hours_low", sa.Integer(), nullable=False),
        sa.Column("hours_high", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state = 'sent' OR ended_at IS NOT NULL", name=op.f("ck_offer_ended_has_date")),
        sa.CheckConstraint("days BETWEEN 1 AND 5", name=op.f("ck_offer_days_in_week")),
        sa.CheckConstraint(
            "hours_low BETWEEN 0 AND hours_high AND hours_high <= 300", name=op.f("ck_offer_hours_are_a_range")
        ),
        sa.CheckConstraint("rate > 0 AND months BETWEEN 1 AND 60", name=op.f("ck_offer_terms_are_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_offer_application_id_application")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_offer_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_offer_application_id_number")),
    )
    op.create_index(op.f("ix_offer_application_id"), "offer", ["application_id"], unique=False)
    op.create_index(op.f("ix_offer_expires_at"), "offer", ["expires_at"], unique=False)
    op.create_index(op.f("ix_offer_state"), "offer", ["state"], unique=False)
    op.create_table(
        "thread",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("everyone", "consultant_desk", "client_desk", name="channel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_thread_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("application_id", "channel", name=op.f("uq_thread_application_id_channel")),
    )
    op.create_index(op.f("ix_thread_last_at"), "thread", ["last_at"], unique=False)
    op.create_table(
        "debrief",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("interest", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("interest BETWEEN 1 AND 5", name=op.f("ck_debrief_interest_in_range")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_debrief_author_id_user")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_debrief_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
        sa.UniqueConstraint("meeting_id", "side", name=op.f("uq_debrief_meeting_id_side")),
    )
    op.create_index(op.f("ix_debrief_meeting_id"), "debrief", ["meeting_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_post_author_id_user")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_thread_id"), "post", ["thread_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_to", UtcDateTime(), nullable=True),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("unread >= 0", name=op.f("ck_reading_unread_not_negative")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_reading_thread_id_thread")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reading_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("thread_id", "user_id", name=op.f("uq_reading_thread_id_user_id")),
    )
    op.create_index("ix_reading_user_id_unread", "reading", ["user_id", "unread"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size_in_bytes")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_attachment_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("key", name=op.f("uq_attachment_key")),
    )
    op.create_index(op.f("ix_attachment_post_id"), "attachment", ["post_id"], unique=False)
    op.add_column("application", sa.Column("due_at", UtcDateTime(), nullable=True))
    op.add_column("application", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.add_column("application", sa.Column("escalated_at", UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_application_due_at"), "application", ["due_at"], unique=False)
    op.add_column("certification", sa.Column("refused_at", UtcDateTime(), nullable=True))
    op.add_column("certification", sa.Column("refusal", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "certification",
        sa.Column(
            "checked_by_id",
            sa.Uuid(),
            sa.ForeignKey("user.id", name=op.f("fk_certification_checked_by_id_user")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "commitment",
        sa.Column(
            "application_id",
            sa.Uuid(),
            sa.ForeignKey("application.id", name=op.f("fk_commitment_application_id_application")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_commitment_application_id"), "commitment", ["application_id"], unique=True)
    op.add_column("company", sa.Column("answer_median", sa.Double(), nullable=True))
    op.add_column("company", sa.Column("answers", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("consent", sa.Column("profile_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "consultant",
        sa.Column("former_names", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default="[]"),
    )
    op.add_column("consultant", sa.Column("completed_at", UtcDateTime(), nullable=True))
    op.add_column("match", sa.Column("for_posting", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("match", sa.Column("for_person", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("message", sa.Column("due_at", UtcDateTime(), nullable=True))
    op.add_column(
        "message",
        sa.Column(
            "digest_id",
            sa.Uuid(),
            sa.ForeignKey("message.id", name=op.f("fk_message_digest_id_message")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("message", sa.Column("calendar", sa.Text(), nullable=True))
    op.create_index(op.f("ix_message_digest_id"), "message", ["digest_id"], unique=False)
    op.create_index(op.f("ix_message_due_at"), "message", ["due_at"], unique=False)
    op.add_column(
        "ranking",
        sa.Column("entering", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    op.drop_column("ranking", "entering")
    op.drop_index(op.f("ix_message_due_at"), table_name="message")
    op.drop_index(op.f("ix_message_digest_id"), table_name="message")
    op.drop_column("message", "calendar")
    op.drop_column("message", "digest_id")
    op.drop_column("message", "due_at")
    op.drop_column("match", "for_person")
    op.drop_column("match", "for_posting")
    op.drop_column("consultant", "completed_at")
    op.drop_column("consultant", "former_names")
    op.drop_column("consent", "profile_version")
    op.drop_column("company", "answers")
    op.drop_column("company", "answer_median")
    op.drop_index(op.f("ix_commitment_application_id"), table_name="commitment")
    op.drop_column("commitment", "application_id")
    op.drop_column("certification", "checked_by_id")
    op.drop_column("certification", "refusal")
    op.drop_column("certification", "refused_at")
    op.drop_index(op.f("ix_application_due_at"), table_name="application")
    op.drop_column("application", "escalated_at")
    op.drop_column("application", "reminded_at")
    op.drop_column("application", "due_at")
    op.drop_index(op.f("ix_attachment_post_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index("ix_reading_user_id_unread", table_name="reading")
    op.drop_table("reading")
    op.drop_index(op.f("ix_post_thread_id"), table_name="post")
    op.drop_table("post")
    op.drop_index(op.f("ix_debrief_meeting_id"), table_name="debrief")
    op.drop_table("debrief")
    op.drop_index(op.f("ix_thread_last_at"), table_name="thread")
    op.drop_table("thread")
    op.drop_index(op.f("ix_offer_state"), table_name="offer")
    op.drop_index(op.f("ix_offer_expires_at"), table_name="offer")
    op.drop_index(op.f("ix_offer_application_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_note_consultant_id"), table_name="note")
    op.drop_index(op.f("ix_note_application_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_meeting_state"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_starts_at"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_due_at"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_application_id"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_document_view_application_id"), table_name="document_view")
    op.drop_table("document_view")
    op.drop_index(
        "uq_interview_draft_consultant_id",
        table_name="interview",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index(
        "uq_interview_draft_company_id",
        table_name="interview",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index(op.f("ix_interview_consultant_id"), table_name="interview")
    op.drop_index(op.f("ix_interview_company_id"), table_name="interview")
    op.drop_table("interview")
    op.drop_index(
        "uq_curation_in_force",
        table_name="curation",
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.drop_index("ix_curation_pair", table_name="curation")
    op.drop_table("curation")
    op.drop_index(op.f("ix_profile_import_state"), table_name="profile_import")
    op.drop_index(op.f("ix_profile_import_consultant_id"), table_name="profile_import")
    op.drop_table("profile_import")
    op.drop_index(op.f("ix_identity_key_key"), table_name="identity_key")
    op.drop_index(op.f("ix_identity_key_consultant_id"), table_name="identity_key")
    op.drop_table("identity_key")
    op.drop_table("snooze")
    op.drop_table("saved_filter")
    op.drop_table("notice_preference")
    op.drop_table("setting")
    op.drop_table("response_time")
    op.drop_table("intake_term")
    op.drop_table("ending_reason")
    op.drop_table("concept")
    op.drop_table("catalogue_clock")
