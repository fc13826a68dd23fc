"""Contracts: parties, versions, papers, signatures, talks on the fee; the operator as a party; counters.

Revises: 20261122_desk
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261123_contracts"
down_revision = "20261122_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("series", name=op.f("uq_counter_series")),
    )
    op.create_table(
        "issuer",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("representative", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("registration_number", sa.String(), nullable=False),
        sa.Column("capital", sa.Integer(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer")),
    )
    op.create_table(
        "own_account",
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("branch_code", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("1", "2", "4", "9", name="accounttype", native_enum=False, length=32), nullable=False
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("requester_code", sa.String(), nullable=False),
        sa.Column("line_ends", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_account")),
    )
    op.create_table(
        "stripe_event",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("taken_up_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_event")),
        sa.UniqueConstraint("key", name=op.f("uq_stripe_event_key")),
    )
    op.create_index(op.f("ix_stripe_event_received_at"), "stripe_event", ["received_at"], unique=False)
    op.create_table(
        "agreement_template",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_agreement_template_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_template")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_agreement_template_code_number")),
    )
    op.create_table(
        "bank_statement",
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("outgoing", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name=op.f("fk_bank_statement_imported_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("sha256", name=op.f("uq_bank_statement_sha256")),
    )
    op.create_index(op.f("ix_bank_statement_imported_at"), "bank_statement", ["imported_at"], unique=False)
    op.create_table(
        "document_export",
        sa.Column(
            "state",
            sa.Enum("waiting", "ready", "removed", name="exportstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("wanted", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'ready' OR (file_key <> '' AND ready_at IS NOT NULL)",
            name=op.f("ck_document_export_ready_has_file"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_document_export_asked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_export")),
    )
    op.create_index(op.f("ix_document_export_asked_by_id"), "document_export", ["asked_by_id"], unique=False)
    op.create_table(
        "payment_run",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "approved",
                "downloaded",
                "sent",
                "done",
                "cancelled",
                name="runstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("payments_count", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("downloaded_at", UtcDateTime(), nullable=True),
        sa.Column("downloaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancelled_reason <> ''", name=op.f("ck_payment_run_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "state IN ('made', 'cancelled') OR approved_by_id IS NOT NULL",
            name=op.f("ck_payment_run_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> made_by_id", name=op.f("ck_payment_run_maker_is_not_approver")
        ),
        sa.CheckConstraint("total > 0 AND payments_count > 0", name=op.f("ck_payment_run_pays_something")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_payment_run_approved_by_id_user")),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["user.id"], name=op.f("fk_payment_run_cancelled_by_id_user")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_payment_run_done_by_id_user")),
        sa.ForeignKeyConstraint(["downloaded_by_id"], ["user.id"], name=op.f("fk_payment_run_downloaded_by_id_user")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_payment_run_made_by_id_user")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_payment_run_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_run_number")),
    )
    op.create_index(op.f("ix_payment_run_pay_on"), "payment_run", ["pay_on"], unique=False)
    op.create_index(op.f("ix_payment_run_state"), "payment_run", ["state"], unique=False)
    op.create_table(
        "bank_account",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("branch_code", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("1", "2", "4", "9", name="accounttype", native_enum=False, length=32), nullable=False
        ),
        sa.Column("sealed_number", sa.Text(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("usable_from", UtcDateTime(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("usable_from > changed_at", name=op.f("ck_bank_account_held_first")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_bank_account_changed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_bank_account_consultant_id_consultant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
    )
    op.create_index(op.f("ix_bank_account_consultant_id"), "bank_account", ["consultant_id"], unique=False)
    op.create_index(
        "uq_bank_account_in_use",
        "bank_account",
        ["consultant_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "connected_account",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "onboarding", "ready", "restricted", name="accountstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("stripe_id", sa.String(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("link_key", sa.String(), nullable=False),
        sa.Column("link_url", sa.Text(), nullable=False),
        sa.Column("link_until", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state = 'asked' OR stripe_id <> ''", name=op.f("ck_connected_account_at_stripe_has_id")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_connected_account_consultant_id_consultant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connected_account")),
        sa.UniqueConstraint("consultant_id", name=op.f("uq_connected_account_consultant_id")),
        sa.UniqueConstraint("key", name=op.f("uq_connected_account_key")),
    )
    op.create_index(op.f("ix_connected_account_state"), "connected_account", ["state"], unique=False)
    op.create_index(op.f("ix_connected_account_stripe_id"), "connected_account", ["stripe_id"], unique=False)
    op.create_table(
        "incoming",
        sa.Column("bank_statement_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("payer_kana", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "matched", "set_aside", name="incomingstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'set_aside' OR words <> ''", name=op.f("ck_incoming_set_aside_in_words")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_incoming_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["bank_statement_id"], ["bank_statement.id"], name=op.f("fk_incoming_bank_statement_id_bank_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
        sa.UniqueConstraint("on", "amount", "payer_kana", "reference", "ordinal", name="uq_incoming_once"),
    )
    op.create_index(op.f("ix_incoming_bank_statement_id"), "incoming", ["bank_statement_id"], unique=False)
    op.create_index(op.f("ix_incoming_on"), "incoming", ["on"], unique=False)
    op.create_index(op.f("ix_incoming_payer"), "incoming", ["payer"], unique=False)
    op.create_index(op.f("ix_incoming_state"), "incoming", ["state"], unique=False)
    op.create_table(
        "party",
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("legal_name", sa.String(), nullable=False),
        sa.Column("representative", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("domestic", sa.Boolean(), nullable=False),
        sa.Column("has_employees", sa.Boolean(), nullable=True),
        sa.Column("officers", sa.Integer(), nullable=True),
        sa.Column("declared_at", UtcDateTime(), nullable=True),
        sa.Column("declared_by_id", sa.Uuid(), nullable=True),
        sa.Column("screened_on", sa.Date(), nullable=True),
        sa.Column("screening_method", sa.String(), nullable=False),
        sa.Column("screening_clear", sa.Boolean(), nullable=True),
        sa.Column("screened_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(consultant_id IS NULL) <> (company_id IS NULL)", name=op.f("ck_party_one_or_the_other")),
        sa.CheckConstraint(
            "screened_on IS NULL OR screened_by_id IS NOT NULL", name=op.f("ck_party_screened_by_somebody")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_party_company_id_company")),
        sa.ForeignKeyConstraint(["consultant_id"], ["consultant.id"], name=op.f("fk_party_consultant_id_consultant")),
        sa.ForeignKeyConstraint(["declared_by_id"], ["user.id"], name=op.f("fk_party_declared_by_id_user")),
        sa.ForeignKeyConstraint(["screened_by_id"], ["user.id"], name=op.f("fk_party_screened_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("company_id", name=op.f("uq_party_company_id")),
        sa.UniqueConstraint("consultant_id", name=op.f("uq_party_consultant_id")),
    )
    op.create_table(
        "registration_look_up",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column(
            "source",
            sa.Enum("nta_site", "nta_data", "nta_notice", name="source", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum("registered", "revoked", "not_found", name="result", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("looked_up_on", sa.Date(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "result <> 'registered' OR (name <> '' AND registered_on IS NOT NULL)",
            name=op.f("ck_registration_look_up_registered_has_name_and_day"),
        ),
        sa.CheckConstraint(
            "result <> 'registered' OR ends_on IS NULL", name=op.f("ck_registration_look_up_registered_has_no_end")
        ),
        sa.CheckConstraint(
            "result <> 'revoked' OR ends_on IS NOT NULL", name=op.f("ck_registration_look_up_revoked_has_day")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_registration_look_up_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_registration_look_up_consultant_id_consultant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_look_up")),
    )
    op.create_index(
        op.f("ix_registration_look_up_consultant_id"), "registration_look_up", ["consultant_id"], unique=False
    )
    op.create_index(op.f("ix_registration_look_up_number"), "registration_look_up", ["number"], unique=False)
    op.create_table(
        "stripe_customer",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("stripe_id", sa.String(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_stripe_customer_company_id_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_customer")),
        sa.UniqueConstraint("company_id", name=op.f("uq_stripe_customer_company_id")),
        sa.UniqueConstraint("key", name=op.f("uq_stripe_customer_key")),
    )
    op.create_index(op.f("ix_stripe_customer_stripe_id"), "stripe_customer", ["stripe_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "model", sa.Enum("via", "direct", name="contractmodel", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "sent",
                "signed",
                "active",
                "suspended",
                "ended",
                "void",
                name="contractstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("suspensions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_kind",
            sa.Enum(
                "term",
                "notice",
                "agreed",
                "breach",
                "upstream",
                "disaster",
                name="endkind",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("end_words", sa.Text(), nullable=False),
        sa.Column("renewal_asked_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'ended' OR (ended_on IS NOT NULL AND end_kind IS NOT NULL)",
            name=op.f("ck_contract_ended_has_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'sent', 'void') OR signed_at IS NOT NULL", name=op.f("ck_contract_signed_has_date")
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'void') OR sent_at IS NOT NULL", name=op.f("ck_contract_sent_has_date")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_contract_days_in_order")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_contract_application_id_application")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_contract_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("application_id", name=op.f("uq_contract_application_id")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
    )
    op.create_index(op.f("ix_contract_due_at"), "contract", ["due_at"], unique=False)
    op.create_index(op.f("ix_contract_first_day"), "contract", ["first_day"], unique=False)
    op.create_index(op.f("ix_contract_last_day"), "contract", ["last_day"], unique=False)
    op.create_index(op.f("ix_contract_state"), "contract", ["state"], unique=False)
    op.create_table(
        "contract_version",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("drafted", "sent", "agreed", "void", name="versionstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("received_price", sa.Integer(), nullable=False),
        sa.Column(
            "received_settlement",
            sa.Enum("split", "middle", "fixed", name="settlement", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("received_low", sa.Integer(), nullable=False),
        sa.Column("received_high", sa.Integer(), nullable=False),
        sa.Column("received_cut", sa.Integer(), nullable=False),
        sa.Column("received_term", sa.String(), nullable=False),
        sa.Column("order_price", sa.Integer(), nullable=True),
        sa.Column(
            "order_settlement",
            sa.Enum("split", "middle", "fixed", name="settlement", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("order_low", sa.Integer(), nullable=False),
        sa.Column("order_high", sa.Integer(), nullable=False),
        sa.Column("order_cut", sa.Integer(), nullable=False),
        sa.Column("order_term", sa.String(), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("utilisation", sa.Integer(), nullable=False),
        sa.Column("calendar_pro_rata", sa.Boolean(), nullable=False),
        sa.Column("monthly_closing", sa.Boolean(), nullable=False),
        sa.Column("shift_agreed", sa.Boolean(), nullable=False),
        sa.Column("reentrusted", sa.Boolean(), nullable=False),
        sa.Column("inspection_days", sa.Integer(), nullable=False),
        sa.Column("deemed_approval_days", sa.Integer(), nullable=False),
        sa.Column("deemed_confirmation_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("expenses", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column(
            "withholding",
            sa.Enum("none", "204_1_2", "204_1_1", name="withholding", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("withholding_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'agreed' OR agreed_at IS NOT NULL", name=op.f("ck_contract_version_agreed_has_date")
        ),
        sa.CheckConstraint(
            "state = 'drafted' OR sent_at IS NOT NULL OR state = 'void'", name=op.f("ck_contract_version_sent_has_date")
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 5", name=op.f("ck_contract_version_days_in_week")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_contract_version_days_in_order")),
        sa.CheckConstraint(
            "received_price > 0 AND (order_price IS NULL OR order_price >= received_price)",
            name=op.f("ck_contract_version_fee_is_not_negative"),
        ),
        sa.CheckConstraint("utilisation BETWEEN 1 AND 100", name=op.f("ck_contract_version_utilisation_in_percent")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_version_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_contract_version_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_version_contract_id_number")),
    )
    op.create_index(op.f("ix_contract_version_contract_id"), "contract_version", ["contract_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                "receivable",
                "payable",
                "sales",
                "purchases",
                "outlays",
                "tax_received",
                "tax_paid",
                "withheld",
                "cash",
                "deposits",
                "advances",
                "fees",
                name="account",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_ledger_entry_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_account"), "ledger_entry", ["account"], unique=False)
    op.create_index(op.f("ix_ledger_entry_contract_id"), "ledger_entry", ["contract_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_document_id"), "ledger_entry", ["document_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_on"), "ledger_entry", ["on"], unique=False)
    op.create_table(
        "price_talk",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Enum("open", "answered", name="talkstate", native_enum=False, length=32), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("wish", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("escalated_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("raised", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR (answered_at IS NOT NULL AND answer <> '')", name=op.f("ck_price_talk_answered_in_words")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_price_talk_answered_by_id_user")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_price_talk_asked_by_id_user")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_price_talk_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_talk")),
    )
    op.create_index(op.f("ix_price_talk_contract_id"), "price_talk", ["contract_id"], unique=False)
    op.create_index(op.f("ix_price_talk_due_at"), "price_talk", ["due_at"], unique=False)
    op.create_index(op.f("ix_price_talk_state"), "price_talk", ["state"], unique=False)
    op.create_table(
        "renewal_wish",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("operator", "client", "consultant", name="signer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_renewal_wish_contract_id_contract")),
        sa.ForeignKeyConstraint(["said_by_id"], ["user.id"], name=op.f("fk_renewal_wish_said_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_wish")),
        sa.UniqueConstraint("contract_id", "side", "last_day", name=op.f("uq_renewal_wish_contract_id_side_last_day")),
    )
    op.create_index(op.f("ix_renewal_wish_contract_id"), "renewal_wish", ["contract_id"], unique=False)
    op.create_table(
        "work_report",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "submitted", "returned", "approved", "locked", name="reportstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("issues", sa.Text(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("deemed", sa.Boolean(), nullable=False),
        sa.Column("silence_until", sa.Date(), nullable=True),
        sa.Column("locked_at", UtcDateTime(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number = 1 OR correction_reason <> ''", name=op.f("ck_work_report_correction_has_reason")),
        sa.CheckConstraint("state <> 'locked' OR locked_at IS NOT NULL", name=op.f("ck_work_report_locked_has_date")),
        sa.CheckConstraint(
            "state <> 'returned' OR returned_reason <> ''", name=op.f("ck_work_report_returned_has_reason")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_at IS NOT NULL AND submitted_by_id IS NOT NULL)",
            name=op.f("ck_work_report_submitted_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'locked') OR approved_at IS NOT NULL",
            name=op.f("ck_work_report_approved_has_date"),
        ),
        sa.CheckConstraint(
            "substr(CAST(month AS TEXT), 9, 2) = '01'", name=op.f("ck_work_report_month_is_its_first_day")
        ),
        sa.CheckConstraint("(number = 1) = (replaces_id IS NULL)", name=op.f("ck_work_report_correction_replaces")),
        sa.CheckConstraint(
            "approved_at IS NULL OR deemed = (approved_by_id IS NULL)",
            name=op.f("ck_work_report_approved_by_somebody_or_silence"),
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_work_report_approved_by_id_user")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_work_report_contract_id_contract")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["work_report.id"], name=op.f("fk_work_report_replaces_id_work_report")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_work_report_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_report")),
        sa.UniqueConstraint("contract_id", "month", "number", name=op.f("uq_work_report_contract_id_month_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_work_report_replaces_id")),
    )
    op.create_index(op.f("ix_work_report_contract_id"), "work_report", ["contract_id"], unique=False)
    op.create_index(op.f("ix_work_report_due_at"), "work_report", ["due_at"], unique=False)
    op.create_index(op.f("ix_work_report_month"), "work_report", ["month"], unique=False)
    op.create_index(op.f("ix_work_report_silence_until"), "work_report", ["silence_until"], unique=False)
    op.create_index(op.f("ix_work_report_state"), "work_report", ["state"], unique=False)
    op.create_table(
        "expense",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "transport",
                "lodging",
                "communication",
                "supplies",
                "other",
                name="expensekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_to_carrier", sa.Boolean(), nullable=False),
        sa.Column("receipt_key", sa.String(), nullable=True),
        sa.Column("receipt_name", sa.String(), nullable=True),
        sa.Column("receipt_type", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(receipt_key IS NULL) = (receipt_name IS NULL)", name=op.f("ck_expense_receipt_has_name")),
        sa.CheckConstraint("(receipt_key IS NULL) = (receipt_type IS NULL)", name=op.f("ck_expense_receipt_has_type")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount_in_yen")),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_expense_report_id_work_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    op.create_index(op.f("ix_expense_receipt_key"), "expense", ["receipt_key"], unique=False)
    op.create_index(op.f("ix_expense_report_id"), "expense", ["report_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("issued", "paid", "overdue", "corrected", name="invoicestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("pay_to", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("served_from", sa.Date(), nullable=False),
        sa.Column("served_until", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("by_rate", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("tax", sa.Integer(), nullable=False),
        sa.Column("outlays", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("work_report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_number <> ''", name=op.f("ck_invoice_issuer_is_registered")),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_invoice_paid_is_not_negative")),
        sa.CheckConstraint("total = net + tax + outlays", name=op.f("ck_invoice_sums_up")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_invoice_company_id_company")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_invoice_contract_id_contract")),
        sa.ForeignKeyConstraint(["replaces_id"], ["invoice.id"], name=op.f("fk_invoice_replaces_id_invoice")),
        sa.ForeignKeyConstraint(
            ["work_report_id"], ["work_report.id"], name=op.f("fk_invoice_work_report_id_work_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_invoice_replaces_id")),
        sa.UniqueConstraint("work_report_id", name=op.f("uq_invoice_work_report_id")),
    )
    op.create_index(op.f("ix_invoice_company_id"), "invoice", ["company_id"], unique=False)
    op.create_index(op.f("ix_invoice_contract_id"), "invoice", ["contract_id"], unique=False)
    op.create_index(op.f("ix_invoice_due_on"), "invoice", ["due_on"], unique=False)
    op.create_index(op.f("ix_invoice_issued_on"), "invoice", ["issued_on"], unique=False)
    op.create_index(op.f("ix_invoice_served_until"), "invoice", ["served_until"], unique=False)
    op.create_index(op.f("ix_invoice_state"), "invoice", ["state"], unique=False)
    op.create_index(op.f("ix_invoice_to_name"), "invoice", ["to_name"], unique=False)
    op.create_index(op.f("ix_invoice_total"), "invoice", ["total"], unique=False)
    op.create_table(
        "paper",
        sa.Column(
            "kind",
            sa.Enum("master", "individual", "amendment", "order_terms", name="paperkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "between",
            sa.Enum("client", "consultant", "both", name="between", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("contract_version_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(contract_version_id IS NULL) = (kind = 'master')", name=op.f("ck_paper_master_is_of_no_contract")
        ),
        sa.ForeignKeyConstraint(
            ["contract_version_id"], ["contract_version.id"], name=op.f("fk_paper_contract_version_id_contract_version")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_paper_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(op.f("ix_paper_contract_version_id"), "paper", ["contract_version_id"], unique=False)
    op.create_index(op.f("ix_paper_party_id"), "paper", ["party_id"], unique=False)
    op.create_table(
        "payment_notice",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "confirmed",
                "disputed",
                "scheduled",
                "paid",
                "corrected",
                name="noticestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column(
            "withholding",
            sa.Enum("none", "204_1_2", "204_1_1", name="withholding", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("deducted", sa.Integer(), nullable=False),
        sa.Column("transfer", sa.Integer(), nullable=False),
        sa.Column("lost_credit", sa.Integer(), nullable=False),
        sa.Column("deemed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("disputed_at", UtcDateTime(), nullable=True),
        sa.Column("disputed_words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("served_from", sa.Date(), nullable=False),
        sa.Column("served_until", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("by_rate", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("tax", sa.Integer(), nullable=False),
        sa.Column("outlays", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("work_report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'disputed' OR disputed_words <> ''", name=op.f("ck_payment_notice_disputed_in_words")
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'scheduled', 'paid') OR confirmed_at IS NOT NULL",
            name=op.f("ck_payment_notice_confirmed_has_date"),
        ),
        sa.CheckConstraint("deducted >= 0", name=op.f("ck_payment_notice_deducted_is_not_negative")),
        sa.CheckConstraint("total = net + tax + outlays", name=op.f("ck_payment_notice_sums_up")),
        sa.CheckConstraint(
            "transfer = total - withheld - carried - deducted", name=op.f("ck_payment_notice_transfer_is_the_rest")
        ),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name=op.f("fk_payment_notice_confirmed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_payment_notice_consultant_id_consultant")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_payment_notice_contract_id_contract")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["payment_notice.id"], name=op.f("fk_payment_notice_replaces_id_payment_notice")
        ),
        sa.ForeignKeyConstraint(
            ["work_report_id"], ["work_report.id"], name=op.f("fk_payment_notice_work_report_id_work_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_notice_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_payment_notice_replaces_id")),
        sa.UniqueConstraint("work_report_id", name=op.f("uq_payment_notice_work_report_id")),
    )
    op.create_index(op.f("ix_payment_notice_consultant_id"), "payment_notice", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_payment_notice_contract_id"), "payment_notice", ["contract_id"], unique=False)
    op.create_index(op.f("ix_payment_notice_deemed_on"), "payment_notice", ["deemed_on"], unique=False)
    op.create_index(op.f("ix_payment_notice_due_on"), "payment_notice", ["due_on"], unique=False)
    op.create_index(op.f("ix_payment_notice_issued_on"), "payment_notice", ["issued_on"], unique=False)
    op.create_index(op.f("ix_payment_notice_served_until"), "payment_notice", ["served_until"], unique=False)
    op.create_index(op.f("ix_payment_notice_state"), "payment_notice", ["state"], unique=False)
    op.create_index(op.f("ix_payment_notice_to_name"), "payment_notice", ["to_name"], unique=False)
    op.create_index(op.f("ix_payment_notice_total"), "payment_notice", ["total"], unique=False)
    op.create_table(
        "work_day",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("pause", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends IS NULL OR ends BETWEEN 0 AND 2880", name=op.f("ck_work_day_ends_by_the_next_day")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_work_day_minutes_of_a_day")),
        sa.CheckConstraint("pause IS NULL OR pause BETWEEN 0 AND 1440", name=op.f("ck_work_day_pause_of_a_day")),
        sa.CheckConstraint(
            "starts IS NULL OR starts BETWEEN 0 AND 1440", name=op.f("ck_work_day_starts_within_the_day")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_work_day_report_id_work_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_day")),
        sa.UniqueConstraint("report_id", "day", name=op.f("uq_work_day_report_id_day")),
    )
    op.create_index(op.f("ix_work_day_report_id"), "work_day", ["report_id"], unique=False)
    op.create_table(
        "advance",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("source_notice_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("proposed", "agreed", "paid", "withdrawn", name="advancestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'paid' OR paid_on IS NOT NULL", name=op.f("ck_advance_paid_has_date")),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'paid') OR agreed_at IS NOT NULL", name=op.f("ck_advance_agreed_has_date")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_advance_amount_is_positive")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["user.id"], name=op.f("fk_advance_agreed_by_id_user")),
        sa.ForeignKeyConstraint(["consultant_id"], ["consultant.id"], name=op.f("fk_advance_consultant_id_consultant")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_advance_contract_id_contract")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_advance_recorded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["source_notice_id"], ["payment_notice.id"], name=op.f("fk_advance_source_notice_id_payment_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance")),
        sa.UniqueConstraint("source_notice_id", name=op.f("uq_advance_source_notice_id")),
    )
    op.create_index(op.f("ix_advance_consultant_id"), "advance", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_advance_contract_id"), "advance", ["contract_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("incoming_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allocation_amount_is_positive")),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_allocation_fee_is_not_negative")),
        sa.ForeignKeyConstraint(["incoming_id"], ["incoming.id"], name=op.f("fk_allocation_incoming_id_incoming")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_allocation_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_incoming_id"), "allocation", ["incoming_id"], unique=False)
    op.create_index(op.f("ix_allocation_invoice_id"), "allocation", ["invoice_id"], unique=False)
    op.create_table(
        "checkout",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "open",
                "awaited",
                "partly",
                "paid",
                "expired",
                "failed",
                name="checkoutstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("payment_intent", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("paid_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('open', 'awaited', 'partly') OR session_id <> ''",
            name=op.f("ck_checkout_at_stripe_has_session"),
        ),
        sa.CheckConstraint("asked > 0", name=op.f("ck_checkout_asked_is_positive")),
        sa.CheckConstraint(
            "received >= 0 AND refunded >= 0 AND disputed >= 0 AND credit >= 0",
            name=op.f("ck_checkout_yen_are_not_negative"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_checkout_asked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["stripe_customer.id"], name=op.f("fk_checkout_customer_id_stripe_customer")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_checkout_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
        sa.UniqueConstraint("key", name=op.f("uq_checkout_key")),
    )
    op.create_index(op.f("ix_checkout_customer_id"), "checkout", ["customer_id"], unique=False)
    op.create_index(op.f("ix_checkout_invoice_id"), "checkout", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_checkout_payment_intent"), "checkout", ["payment_intent"], unique=False)
    op.create_index(op.f("ix_checkout_session_id"), "checkout", ["session_id"], unique=False)
    op.create_index(op.f("ix_checkout_state"), "checkout", ["state"], unique=False)
    op.create_index(
        "uq_checkout_living",
        "checkout",
        ["invoice_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'open', 'awaited', 'partly')"),
        postgresql_where=sa.text("state IN ('asked', 'open', 'awaited', 'partly')"),
    )
    op.create_table(
        "paper_request",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.String(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(sent_on IS NULL) = (sent_by_id IS NULL)", name=op.f("ck_paper_request_sent_by_somebody")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_paper_request_asked_by_id_user")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_request_paper_id_paper")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_paper_request_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_request")),
    )
    op.create_index(op.f("ix_paper_request_due_at"), "paper_request", ["due_at"], unique=False)
    op.create_index(op.f("ix_paper_request_paper_id"), "paper_request", ["paper_id"], unique=False)
    op.create_index(
        "uq_paper_request_open",
        "paper_request",
        ["paper_id"],
        unique=True,
        postgresql_where=sa.text("sent_on IS NULL"),
        sqlite_where=sa.text("sent_on IS NULL"),
    )
    op.create_table(
        "payment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("bank_account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("branch_code", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("1", "2", "4", "9", name="accounttype", native_enum=False, length=32), nullable=False
        ),
        sa.Column("sealed_number", sa.Text(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("kana", sa.String(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_words", sa.Text(), nullable=False),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "returned_on IS NULL OR (returned_words <> '' AND NOT active)", name=op.f("ck_payment_returned_in_words")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["bank_account_id"], ["bank_account.id"], name=op.f("fk_payment_bank_account_id_bank_account")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["payment_notice.id"], name=op.f("fk_payment_notice_id_payment_notice")),
        sa.ForeignKeyConstraint(["returned_by_id"], ["user.id"], name=op.f("fk_payment_returned_by_id_user")),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_run_id_payment_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_notice_id"), "payment", ["notice_id"], unique=False)
    op.create_index(op.f("ix_payment_run_id"), "payment", ["run_id"], unique=False)
    op.create_index(
        "uq_payment_notice_once",
        "payment",
        ["notice_id"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "signature",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column(
            "signer",
            sa.Enum("operator", "client", "consultant", name="signer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum("one_time_code", "password", "upload", name="proof", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("file_sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_signature_paper_id_paper")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_signature_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("paper_id", "signer", name=op.f("uq_signature_paper_id_signer")),
    )
    op.create_index(op.f("ix_signature_paper_id"), "signature", ["paper_id"], unique=False)
    op.create_table(
        "collection_task",
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "refund",
                "dispute",
                "underpaid",
                "overpaid",
                "corrected",
                "handed_on",
                "transfer_failed",
                "transfer_reversed",
                "failed",
                name="taskkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state", sa.Enum("open", "done", name="taskstate", native_enum=False, length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' OR (done_at IS NOT NULL AND words <> '')", name=op.f("ck_collection_task_done_in_words")
        ),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkout.id"], name=op.f("fk_collection_task_checkout_id_checkout")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_collection_task_done_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_task")),
    )
    op.create_index(op.f("ix_collection_task_checkout_id"), "collection_task", ["checkout_id"], unique=False)
    op.create_index(op.f("ix_collection_task_made_at"), "collection_task", ["made_at"], unique=False)
    op.create_index(op.f("ix_collection_task_state"), "collection_task", ["state"], unique=False)
    op.create_index(
        "uq_task_open",
        "collection_task",
        ["checkout_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "deduction",
        sa.Column("advance_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("given_up_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_deduction_amount_is_positive")),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.id"], name=op.f("fk_deduction_advance_id_advance")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["payment_notice.id"], name=op.f("fk_deduction_notice_id_payment_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deduction")),
    )
    op.create_index(op.f("ix_deduction_advance_id"), "deduction", ["advance_id"], unique=False)
    op.create_index(op.f("ix_deduction_notice_id"), "deduction", ["notice_id"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "failed", "sent", "reversed", "dropped", name="transferstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reversed", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("stripe_id", sa.String(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'reversed') OR stripe_id <> ''", name=op.f("ck_transfer_sent_has_id")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transfer_amount_is_positive")),
        sa.CheckConstraint("reversed >= 0 AND reversed <= amount", name=op.f("ck_transfer_reversed_is_part_of_it")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["connected_account.id"], name=op.f("fk_transfer_account_id_connected_account")
        ),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkout.id"], name=op.f("fk_transfer_checkout_id_checkout")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_transfer_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("key", name=op.f("uq_transfer_key")),
    )
    op.create_index(op.f("ix_transfer_account_id"), "transfer", ["account_id"], unique=False)
    op.create_index(op.f("ix_transfer_checkout_id"), "transfer", ["checkout_id"], unique=False)
    op.create_index(op.f("ix_transfer_invoice_id"), "transfer", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_transfer_state"), "transfer", ["state"], unique=False)
    op.create_index(op.f("ix_transfer_stripe_id"), "transfer", ["stripe_id"], unique=False)
    op.create_index(
        "uq_transfer_undecided",
        "transfer",
        ["checkout_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'failed')"),
        postgresql_where=sa.text("state IN ('asked', 'failed')"),
    )
    op.add_column(
        "thread",
        sa.Column(
            "contract_id",
            sa.Uuid(),
            sa.ForeignKey("contract.id", name=op.f("fk_thread_contract_id_contract")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_thread_contract_id"), "thread", ["contract_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_thread_contract_id"), table_name="thread")
    op.drop_column("thread", "contract_id")
    op.drop_index(
        "uq_transfer_undecided",
        table_name="transfer",
        sqlite_where=sa.text("state IN ('asked', 'failed')"),
        postgresql_where=sa.text("state IN ('asked', 'failed')"),
    )
    op.drop_index(op.f("ix_transfer_stripe_id"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_state"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_invoice_id"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_checkout_id"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_account_id"), table_name="transfer")
    op.drop_table("transfer")
    op.drop_index(op.f("ix_deduction_notice_id"), table_name="deduction")
    op.drop_index(op.f("ix_deduction_advance_id"), table_name="deduction")
    op.drop_table("deduction")
    op.drop_index(
        "uq_task_open",
        table_name="collection_task",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_collection_task_state"), table_name="collection_task")
    op.drop_index(op.f("ix_collection_task_made_at"), table_name="collection_task")
    op.drop_index(op.f("ix_collection_task_checkout_id"), table_name="collection_task")
    op.drop_table("collection_task")
    op.drop_index(op.f("ix_signature_paper_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index(
        "uq_payment_notice_once",
        table_name="payment",
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.drop_index(op.f("ix_payment_run_id"), table_name="payment")
    op.drop_index(op.f("ix_payment_notice_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_index(
        "uq_paper_request_open",
        table_name="paper_request",
        postgresql_where=sa.text("sent_on IS NULL"),
        sqlite_where=sa.text("sent_on IS NULL"),
    )
    op.drop_index(op.f("ix_paper_request_paper_id"), table_name="paper_request")
    op.drop_index(op.f("ix_paper_request_due_at"), table_name="paper_request")
    op.drop_table("paper_request")
    op.drop_index(
        "uq_checkout_living",
        table_name="checkout",
        sqlite_where=sa.text("state IN ('asked', 'open', 'awaited', 'partly')"),
        postgresql_where=sa.text("state IN ('asked', 'open', 'awaited', 'partly')"),
    )
    op.drop_index(op.f("ix_checkout_state"), table_name="checkout")
    op.drop_index(op.f("ix_checkout_session_id"), table_name="checkout")
    op.drop_index(op.f("ix_checkout_payment_intent"), table_name="checkout")
    op.drop_index(op.f("ix_checkout_invoice_id"), table_name="checkout")
    op.drop_index(op.f("ix_checkout_customer_id"), table_name="checkout")
    op.drop_table("checkout")
    op.drop_index(op.f("ix_allocation_invoice_id"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_incoming_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_index(op.f("ix_advance_contract_id"), table_name="advance")
    op.drop_index(op.f("ix_advance_consultant_id"), table_name="advance")
    op.drop_table("advance")
    op.drop_index(op.f("ix_work_day_report_id"), table_name="work_day")
    op.drop_table("work_day")
    op.drop_index(op.f("ix_payment_notice_total"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_to_name"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_state"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_served_until"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_issued_on"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_due_on"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_deemed_on"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_contract_id"), table_name="payment_notice")
    op.drop_index(op.f("ix_payment_notice_consultant_id"), table_name="payment_notice")
    op.drop_table("payment_notice")
    op.drop_index(op.f("ix_paper_party_id"), table_name="paper")
    op.drop_index(op.f("ix_paper_contract_version_id"), table_name="paper")
    op.drop_table("paper")
    op.drop_index(op.f("ix_invoice_total"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_to_name"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_state"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_served_until"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_issued_on"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_due_on"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_contract_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_company_id"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_index(op.f("ix_expense_report_id"), table_name="expense")
    op.drop_index(op.f("ix_expense_receipt_key"), table_name="expense")
    op.drop_table("expense")
    op.drop_index(op.f("ix_work_report_state"), table_name="work_report")
    op.drop_index(op.f("ix_work_report_silence_until"), table_name="work_report")
    op.drop_index(op.f("ix_work_report_month"), table_name="work_report")
    op.drop_index(op.f("ix_work_report_due_at"), table_name="work_report")
    op.drop_index(op.f("ix_work_report_contract_id"), table_name="work_report")
    op.drop_table("work_report")
    op.drop_index(op.f("ix_renewal_wish_contract_id"), table_name="renewal_wish")
    op.drop_table("renewal_wish")
    op.drop_index(op.f("ix_price_talk_state"), table_name="price_talk")
    op.drop_index(op.f("ix_price_talk_due_at"), table_name="price_talk")
    op.drop_index(op.f("ix_price_talk_contract_id"), table_name="price_talk")
    op.drop_table("price_talk")
    op.drop_index(op.f("ix_ledger_entry_on"), table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_document_id"), table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_contract_id"), table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_account"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_contract_version_contract_id"), table_name="contract_version")
    op.drop_table("contract_version")
    op.drop_index(op.f("ix_contract_state"), table_name="contract")
    op.drop_index(op.f("ix_contract_last_day"), table_name="contract")
    op.drop_index(op.f("ix_contract_first_day"), table_name="contract")
    op.drop_index(op.f("ix_contract_due_at"), table_name="contract")
    op.drop_table("contract")
    op.drop_index(op.f("ix_stripe_customer_stripe_id"), table_name="stripe_customer")
    op.drop_table("stripe_customer")
    op.drop_index(op.f("ix_registration_look_up_number"), table_name="registration_look_up")
    op.drop_index(op.f("ix_registration_look_up_consultant_id"), table_name="registration_look_up")
    op.drop_table("registration_look_up")
    op.drop_table("party")
    op.drop_index(op.f("ix_incoming_state"), table_name="incoming")
    op.drop_index(op.f("ix_incoming_payer"), table_name="incoming")
    op.drop_index(op.f("ix_incoming_on"), table_name="incoming")
    op.drop_index(op.f("ix_incoming_bank_statement_id"), table_name="incoming")
    op.drop_table("incoming")
    op.drop_index(op.f("ix_connected_account_stripe_id"), table_name="connected_account")
    op.drop_index(op.f("ix_connected_account_state"), table_name="connected_account")
    op.drop_table("connected_account")
    op.drop_index(
        "uq_bank_account_in_use",
        table_name="bank_account",
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.drop_index(op.f("ix_bank_account_consultant_id"), table_name="bank_account")
    op.drop_table("bank_account")
    op.drop_index(op.f("ix_payment_run_state"), table_name="payment_run")
    op.drop_index(op.f("ix_payment_run_pay_on"), table_name="payment_run")
    op.drop_table("payment_run")
    op.drop_index(op.f("ix_document_export_asked_by_id"), table_name="document_export")
    op.drop_table("document_export")
    op.drop_index(op.f("ix_bank_statement_imported_at"), table_name="bank_statement")
    op.drop_table("bank_statement")
    op.drop_table("agreement_template")
    op.drop_index(op.f("ix_stripe_event_received_at"), table_name="stripe_event")
    op.drop_table("stripe_event")
    op.drop_table("own_account")
    op.drop_table("issuer")
    op.drop_table("counter")
