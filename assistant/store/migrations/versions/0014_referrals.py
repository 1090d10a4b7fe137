"""A team's topics and offers, its address book and letter, and referrals with what was shared"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _references(table: str, *columns: tuple[str, str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
        for column, other, ondelete in columns
    ]


def _saved() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "team_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        *_saved(),
        *_references("team_topic", ("team_id", "team", None), ("saved_by_id", "account", None)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_topic")),
        sa.UniqueConstraint("team_id", "code", name=op.f("uq_team_topic_team_id_code")),
    )
    op.create_table(
        "team_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("languages", sa.String(length=120), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_saved(),
        *_references("team_offer", ("team_id", "team", None), ("saved_by_id", "account", None)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_offer")),
    )
    op.create_index("ix_team_offer_team_id", "team_offer", ["team_id"])
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("topics", sa.String(length=400), nullable=False),
        sa.Column("reach", sa.String(length=300), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_saved(),
        *_references("organisation", ("team_id", "team", None), ("saved_by_id", "account", None)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index("ix_organisation_team_id", "organisation", ["team_id"])
    op.create_table(
        "letter_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_saved(),
        *_references("letter_version", ("team_id", "team", None), ("saved_by_id", "account", None)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_version")),
        sa.UniqueConstraint("team_id", "language", "number", name=op.f("uq_letter_version_team_id_language_number")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("help_request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("herself", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("knows", sa.String(length=24), nullable=False),
        sa.Column("agrees", sa.String(length=24), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("how", sa.LargeBinary(), nullable=False),
        sa.Column("consent", sa.String(length=24), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        *_references(
            "referral",
            ("help_request_id", "help_request", "CASCADE"),
            ("organisation_id", "organisation", None),
            ("second_id", "account", None),
            ("by_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_help_request_id", "referral", ["help_request_id"])
    there = sa.text("open IS NOT NULL")
    op.create_index(
        "ix_referral_open", "referral", ["follow_up_on", "open"], sqlite_where=there, postgresql_where=there
    )


def downgrade() -> None:
    for table in ("referral", "letter_version", "organisation", "team_offer", "team_topic"):
        op.drop_table(table)
