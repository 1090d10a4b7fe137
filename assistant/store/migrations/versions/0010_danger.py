"""What was seen or said when somebody may not be safe, and what was done"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _references(table: str, *columns: tuple[str, str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
        for column, other, ondelete in columns
    ]


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("worry", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ending", sa.LargeBinary(), nullable=True),
        *_references(
            "observation",
            ("contact_id", "contact", "CASCADE"),
            ("message_id", "message", "SET NULL"),
            ("by_id", "account", None),
            ("seen_by_id", "account", None),
            ("ended_by_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_contact_id", "observation", ["contact_id"])
    there = sa.text("open IS NOT NULL")
    op.create_index(
        "ix_observation_open", "observation", ["contact_id", "open"], sqlite_where=there, postgresql_where=there
    )
    op.create_table(
        "observation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("knows", sa.String(length=24), nullable=False),
        sa.Column("agrees", sa.String(length=24), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("how", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        *_references(
            "observation_step",
            ("observation_id", "observation", "CASCADE"),
            ("by_id", "account", None),
            ("second_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_step")),
    )
    op.create_index("ix_observation_step_observation_id", "observation_step", ["observation_id"])


def downgrade() -> None:
    op.drop_table("observation_step")
    op.drop_table("observation")
