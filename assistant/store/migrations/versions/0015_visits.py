"""Field visits and rounds, and what somebody wants to talk about"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _references(table: str, *columns: tuple[str, str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
        for column, other, ondelete in columns
    ]


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("town", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("nameless", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        *_references("visit", ("team_id", "team", None), ("by_id", "account", None)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_team_at", "visit", ["team_id", "at"])
    op.create_table(
        "visit_colleague",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_references("visit_colleague", ("visit_id", "visit", "CASCADE"), ("account_id", "account", None)),
        sa.PrimaryKeyConstraint("visit_id", "account_id", name=op.f("pk_visit_colleague")),
    )
    op.create_table(
        "look_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("stood", sa.LargeBinary(), nullable=True),
        *_references("look_in", ("visit_id", "visit", "CASCADE"), ("contact_id", "contact", "CASCADE")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_in")),
        sa.UniqueConstraint("visit_id", "contact_id", name=op.f("uq_look_in_visit_id_contact_id")),
    )
    op.create_index("ix_look_in_contact_id", "look_in", ["contact_id"])
    # Plain ALTER TABLE: copying the notes, as a batch would, drops the old table and takes along what hangs on it.
    op.add_column("note", sa.Column("visit_id", sa.Integer(), nullable=True))
    there = sa.text("visit_id IS NOT NULL")
    op.create_index("ix_note_visit", "note", ["visit_id"], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "talk_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        *_references(
            "talk_wish",
            ("contact_id", "contact", "CASCADE"),
            ("by_id", "account", None),
            ("done_by_id", "account", None),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_wish")),
    )
    op.create_index("ix_talk_wish_contact_id", "talk_wish", ["contact_id"])
    still = sa.text("open IS NOT NULL")
    op.create_index(
        "ix_talk_wish_open", "talk_wish", ["contact_id", "open"], sqlite_where=still, postgresql_where=still
    )


def downgrade() -> None:
    op.drop_table("talk_wish")
    op.drop_index("ix_note_visit", "note")
    op.drop_column("note", "visit_id")
    op.drop_table("look_in")
    op.drop_table("visit_colleague")
    op.drop_table("visit")
