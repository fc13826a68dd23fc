"""The floor and the main job: accounts, profiles, postings, matches, applications, jobs, outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261122_floor"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", name="jobstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'running' OR leased_until IS NOT NULL", name=op.f("ck_job_running_is_leased")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_key"), ["key"], unique=False)

    op.create_table(
        "listing_clock",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_clock")),
    )
    op.create_table(
        "message",
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "sent", "captured", name="delivery", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state = 'queued' OR delivered_at IS NOT NULL", name=op.f("ck_message_delivered_has_date")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_to_email"), ["to_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("consultant", "client", "advisor", "operator", name="userkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("tf_primary_method", sa.String(), nullable=True),
        sa.Column("tf_totp_secret", sa.String(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("assigned_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_email_is_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_kind"), ["kind"], unique=False)

    op.create_table(
        "worker",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_name")),
    )
    op.create_table(
        "browser_session",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_browser_session_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_session")),
    )
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_browser_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "company",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("corporate_number", sa.String(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["advisor_id"], ["user.id"], name=op.f("fk_company_advisor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    with op.batch_alter_table("company", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_advisor_id"), ["advisor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_name"), ["name"], unique=False)

    op.create_table(
        "consultant",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("incomplete", "listed", "hidden", "closed", name="profilestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("listed_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("clients", "advisors", name="visibility", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("name_kana", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("nearest_station", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column(
            "business_form",
            sa.Enum("individual", "one_person_company", "company", name="businessform", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "invoice_status",
            sa.Enum("registered", "unregistered", "considering", name="invoicestatus", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("self_pr", sa.Text(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("controlling", sa.Integer(), nullable=False),
        sa.Column("supportive", sa.Integer(), nullable=False),
        sa.Column("functions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("phases", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tools", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("rate_note", sa.String(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("remote", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("onsite_days", sa.Integer(), nullable=False),
        sa.Column("work_prefectures", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("travel", sa.String(), nullable=False),
        sa.Column("hours_note", sa.String(), nullable=False),
        sa.Column("no_gos", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("free_days", sa.Integer(), nullable=True),
        sa.Column("identity_verified_at", UtcDateTime(), nullable=True),
        sa.Column("interviewed_at", UtcDateTime(), nullable=True),
        sa.Column("completeness", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'listed' OR listed_at IS NOT NULL", name=op.f("ck_consultant_listed_has_date")),
        sa.CheckConstraint(
            "days_min BETWEEN 0 AND 5 AND days_max BETWEEN days_min AND 5", name=op.f("ck_consultant_days_in_week")
        ),
        sa.CheckConstraint(
            "strategic + controlling + supportive IN (0, 100)", name=op.f("ck_consultant_type_mix_is_whole")
        ),
        sa.ForeignKeyConstraint(["advisor_id"], ["user.id"], name=op.f("fk_consultant_advisor_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_consultant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultant")),
        sa.UniqueConstraint("user_id", name=op.f("uq_consultant_user_id")),
    )
    with op.batch_alter_table("consultant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultant_advisor_id"), ["advisor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultant_state"), ["state"], unique=False)

    op.create_table(
        "blocked_company",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_blocked_company_company_id_company")),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_blocked_company_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_company")),
    )
    with op.batch_alter_table("blocked_company", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocked_company_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocked_company_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocked_company_name"), ["name"], unique=False)

    op.create_table(
        "certification",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("obtained_year", sa.Integer(), nullable=True),
        sa.Column("obtained_month", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_certification_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certification_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "screening", "tentative", "contracted", name="commitmentstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_commitment_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "open",
                "paused",
                "filled",
                "closed",
                "expired",
                name="engagementstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "filled_here",
                "filled_elsewhere",
                "budget",
                "plan_changed",
                "no_fit",
                name="closereason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("close_words", sa.String(), nullable=False),
        sa.Column("review_note", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("client_size", sa.String(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("controlling", sa.Integer(), nullable=False),
        sa.Column("supportive", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("user", "vendor", name="side", native_enum=False, length=32), nullable=False),
        sa.Column("functions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("phases", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tools", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("reports_to", sa.String(), nullable=False),
        sa.Column("predecessor", sa.String(), nullable=False),
        sa.Column("order_rate_min", sa.Integer(), nullable=True),
        sa.Column("order_rate_max", sa.Integer(), nullable=True),
        sa.Column("received_rate_min", sa.Integer(), nullable=True),
        sa.Column("received_rate_max", sa.Integer(), nullable=True),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("days_note", sa.String(), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum("split", "middle", "fixed", name="settlement", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("hours_min", sa.Integer(), nullable=True),
        sa.Column("hours_max", sa.Integer(), nullable=True),
        sa.Column("unit_step", sa.Integer(), nullable=False),
        sa.Column("hours_note", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("renewal_note", sa.String(), nullable=False),
        sa.Column(
            "remote", sa.Enum("full", "hybrid", "onsite", name="remote", native_enum=False, length=32), nullable=False
        ),
        sa.Column("onsite_days", sa.Integer(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("place_note", sa.String(), nullable=False),
        sa.Column("travel", sa.String(), nullable=False),
        sa.Column("expenses", sa.String(), nullable=False),
        sa.Column(
            "layer", sa.Enum("direct", "prime", "second", name="layer", native_enum=False, length=32), nullable=False
        ),
        sa.Column("layer_note", sa.String(), nullable=False),
        sa.Column("accepts_individual", sa.Boolean(), nullable=False),
        sa.Column("accepts_company", sa.Boolean(), nullable=False),
        sa.Column("reentrust", sa.Boolean(), nullable=False),
        sa.Column(
            "contract_type",
            sa.Enum(
                "quasi_mandate_time", "quasi_mandate_result", "work", name="contracttype", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "contract_model",
            sa.Enum("via", "direct", name="contractmodel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("meeting_note", sa.String(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("payment_terms", sa.String(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("termination_note", sa.String(), nullable=False),
        sa.Column("conflict_note", sa.String(), nullable=False),
        sa.Column("japanese_level", sa.String(), nullable=False),
        sa.Column("english_level", sa.String(), nullable=False),
        sa.Column("dress", sa.String(), nullable=False),
        sa.Column("equipment", sa.String(), nullable=False),
        sa.Column("care_note", sa.String(), nullable=False),
        sa.Column("recruiter_name", sa.String(), nullable=False),
        sa.Column("recruiter_address", sa.String(), nullable=False),
        sa.Column("recruiter_contact", sa.String(), nullable=False),
        sa.Column("client_hidden", sa.Boolean(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'open' OR published_at IS NOT NULL", name=op.f("ck_engagement_open_has_date")),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'filled') OR closed_at IS NOT NULL", name=op.f("ck_engagement_closed_has_date")
        ),
        sa.CheckConstraint(
            "days_min BETWEEN 1 AND 5 AND days_max BETWEEN days_min AND 5", name=op.f("ck_engagement_days_in_week")
        ),
        sa.CheckConstraint(
            "strategic + controlling + supportive IN (0, 100)", name=op.f("ck_engagement_type_mix_is_whole")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_engagement_company_id_company")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_engagement_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_state"), ["state"], unique=False)

    op.create_table(
        "industry_experience",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_industry_experience_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry_experience")),
    )
    with op.batch_alter_table("industry_experience", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_industry_experience_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("consultant", "client", "advisor", "operator", name="userkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Enum("owner", "member", name="companyrole", native_enum=False, length=32), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_invitation_company_id_company")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_invitation_invited_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)

    op.create_table(
        "language_skill",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_language_skill_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_skill")),
    )
    with op.batch_alter_table("language_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_skill_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum("owner", "member", name="companyrole", native_enum=False, length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_membership_company_id_company")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", name=op.f("uq_membership_user_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_company_id"), ["company_id"], unique=False)

    op.create_table(
        "past_project",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("employer_mask", sa.String(), nullable=False),
        sa.Column("began", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("years_only", sa.Boolean(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("sites", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("phases", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("tools", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_past_project_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_project")),
    )
    with op.batch_alter_table("past_project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_project_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_recommendation_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "skill",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("level", sa.Enum("A", "B", "C", name="skilllevel", native_enum=False, length=32), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("last_used", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_skill_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
    )
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_consultant_id"), ["consultant_id"], unique=False)

    op.create_table(
        "application",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("applied", "recommended", "invited", "ranked", name="source", native_enum=False, length=32),
            nullable=False,
        ),
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
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("first_answered_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "other_work",
                "rate",
                "time",
                "place",
                "content",
                "posting_closed",
                "skills",
                "other",
                name="endreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("end_words", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("projects", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'withdrawn', 'not_selected') OR ended_at IS NOT NULL",
            name=op.f("ck_application_ended_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_application_consultant_id_consultant")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_application_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("engagement_id", "consultant_id", name=op.f("uq_application_engagement_id_consultant_id")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)

    op.create_table(
        "listing",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("start_day", sa.Integer(), nullable=False),
        sa.Column("deadline_day", sa.Integer(), nullable=False),
        sa.Column(
            "remote", sa.Enum("full", "hybrid", "onsite", name="remote", native_enum=False, length=32), nullable=False
        ),
        sa.Column("onsite_days", sa.Integer(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column(
            "layer", sa.Enum("direct", "prime", "second", name="layer", native_enum=False, length=32), nullable=False
        ),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("controlling", sa.Integer(), nullable=False),
        sa.Column("supportive", sa.Integer(), nullable=False),
        sa.Column("accepts_individual", sa.Boolean(), nullable=False),
        sa.Column("accepts_company", sa.Boolean(), nullable=False),
        sa.Column("functions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("concepts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_listing_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_listing_engagement_id")),
        sa.UniqueConstraint("number", name=op.f("uq_listing_number")),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_revision"), ["revision"], unique=False)

    op.create_table(
        "match",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("excluded_by", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ranked_at", UtcDateTime(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1000", name=op.f("ck_match_score_in_thousandths")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_match_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_match_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("engagement_id", "consultant_id", name=op.f("uq_match_engagement_id_consultant_id")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index("ix_match_consultant_id_score", ["consultant_id", "score"], unique=False)
        batch_op.create_index("ix_match_engagement_id_score", ["engagement_id", "score"], unique=False)

    op.create_table(
        "ranking",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("ranked_at", UtcDateTime(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("relaxed", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_ranking_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_ranking_engagement_id")),
    )
    op.create_table(
        "requirement",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("concepts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_requirement_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_engagement_id"), ["engagement_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("given", "withdrawn", "expired", name="consentstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'withdrawn' OR ended_at IS NOT NULL", name=op.f("ck_consent_withdrawn_has_date")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_consent_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_application_id"), ["application_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
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
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_step_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_step_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_application_id"), ["application_id"], unique=False)

    _text_index()


def _text_index() -> None:
    """The list's text index: FTS5 on SQLite, tsvector with GIN on PostgreSQL, over the same tokens."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE listing_text USING fts5(tokens, detail=none, columnsize=0, prefix='6 11')")
    else:
        op.execute(
            "CREATE TABLE listing_text (number INTEGER PRIMARY KEY, tokens TSVECTOR STORAGE EXTERNAL NOT NULL) WITH (toast_tuple_target = 128)"
        )
        op.execute("CREATE INDEX ix_listing_text_tokens ON listing_text USING gin (tokens)")


def downgrade() -> None:
    op.execute("DROP TABLE listing_text")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_application_id"))

    op.drop_table("step")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_application_id"))

    op.drop_table("consent")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_engagement_id"))

    op.drop_table("requirement")
    op.drop_table("ranking")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index("ix_match_engagement_id_score")
        batch_op.drop_index("ix_match_consultant_id_score")
        batch_op.drop_index(batch_op.f("ix_match_consultant_id"))

    op.drop_table("match")
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_revision"))

    op.drop_table("listing")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_state"))
        batch_op.drop_index(batch_op.f("ix_application_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_application_consultant_id"))

    op.drop_table("application")
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_consultant_id"))

    op.drop_table("skill")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_consultant_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("past_project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_project_consultant_id"))

    op.drop_table("past_project")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_company_id"))

    op.drop_table("membership")
    with op.batch_alter_table("language_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_language_skill_consultant_id"))

    op.drop_table("language_skill")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_company_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("industry_experience", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_industry_experience_consultant_id"))

    op.drop_table("industry_experience")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_state"))
        batch_op.drop_index(batch_op.f("ix_engagement_published_at"))
        batch_op.drop_index(batch_op.f("ix_engagement_company_id"))

    op.drop_table("engagement")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_consultant_id"))

    op.drop_table("commitment")
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certification_consultant_id"))

    op.drop_table("certification")
    with op.batch_alter_table("blocked_company", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocked_company_name"))
        batch_op.drop_index(batch_op.f("ix_blocked_company_consultant_id"))
        batch_op.drop_index(batch_op.f("ix_blocked_company_company_id"))

    op.drop_table("blocked_company")
    with op.batch_alter_table("consultant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultant_state"))
        batch_op.drop_index(batch_op.f("ix_consultant_advisor_id"))

    op.drop_table("consultant")
    with op.batch_alter_table("company", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_name"))
        batch_op.drop_index(batch_op.f("ix_company_advisor_id"))

    op.drop_table("company")
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_browser_session_user_id"))

    op.drop_table("browser_session")
    op.drop_table("worker")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_kind"))

    op.drop_table("user")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_user_id"))
        batch_op.drop_index(batch_op.f("ix_message_to_email"))
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.drop_index(batch_op.f("ix_message_created_at"))

    op.drop_table("message")
    op.drop_table("listing_clock")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_key"))
        batch_op.drop_index(batch_op.f("ix_job_due_at"))

    op.drop_table("job")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
