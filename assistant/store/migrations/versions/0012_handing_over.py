"""Handing somebody over to a colleague, and days on which somebody is away"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _references(table: str, *columns: tuple[str, str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
        for column, other, ondelete in columns
    ]


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("untold", sa.Boolean(), nullable=True),
        *_references(
            "handover",
            ("contact_id", "contact", "CASCADE"),
            ("giver_id", "account", None),
            ("taker_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("contact_id", "open", name=op.f("uq_handover_contact_id_open")),
    )
    op.create_index("ix_handover_contact_id", "handover", ["contact_id"])
    for name, who, what in (("open", "taker_id", "open"), ("untold", "giver_id", "untold")):
        there = sa.text(f"{what} IS NOT NULL")
        op.create_index(f"ix_handover_{name}", "handover", [who, what], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "absence",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        *_references(
            "absence",
            ("account_id", "account", "CASCADE"),
            ("stand_in_id", "account", None),
            ("set_by_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_absence")),
    )
    # Whoever said to be away until a day is away since the beginning of that: nobody had said since when.
    op.execute(
        "INSERT INTO absence (account_id, starts_at, ends_at, set_by_id) "
        "SELECT id, created_at, away_until, id FROM account WHERE away_until IS NOT NULL"
    )
    op.drop_column("account", "away_until")


def downgrade() -> None:
    op.add_column("account", sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE account SET away_until = (SELECT ends_at FROM absence WHERE absence.account_id = account.id)")
    op.drop_table("absence")
    op.drop_table("handover")
