"""Of what a supervisor was told, the mails that say so, and indexes by which an idle clock finds nothing at once"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _index(name: str, columns: list[str], where: str) -> None:
    there = sa.text(where)
    op.create_index(name, "contact", columns, sqlite_where=there, postgresql_where=there)


def upgrade() -> None:
    op.add_column("contact", sa.Column("waiting_told_for", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact", sa.Column("urgent_told_for", sa.DateTime(timezone=True), nullable=True))
    op.add_column("observation", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    # What stands on the board already is no news.
    op.execute("UPDATE contact SET urgent_told_for = urgent_since WHERE urgent_since IS NOT NULL")
    op.execute("UPDATE observation SET told_at = noted_at")
    op.drop_index("ix_contact_due", "contact")
    _index("ix_contact_due", ["due_at"], "due_at IS NOT NULL AND proposed_at IS NULL")
    _index("ix_contact_proposed_at", ["proposed_at"], "proposed_at IS NOT NULL")
    _index("ix_contact_team_urgent", ["team_id", "urgent_since"], "urgent_since IS NOT NULL")
    op.create_table(
        "draft_due",
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_draft_due_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_draft_due")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_notice_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("team_id", "kind", "address", "open", name=op.f("uq_notice_team_id_kind_address_open")),
    )
    op.create_index("ix_notice_state", "notice", ["state", "not_before"])


def downgrade() -> None:
    op.drop_index("ix_notice_state", "notice")
    op.drop_table("notice")
    op.drop_table("draft_due")
    op.drop_index("ix_contact_team_urgent", "contact")
    op.drop_index("ix_contact_proposed_at", "contact")
    op.drop_index("ix_contact_due", "contact")
    _index("ix_contact_due", ["due_at"], "due_at IS NOT NULL")
    op.drop_column("observation", "told_at")
    op.drop_column("contact", "urgent_told_for")
    op.drop_column("contact", "waiting_told_for")
