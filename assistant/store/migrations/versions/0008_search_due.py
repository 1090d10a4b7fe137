"""Contacts that wait for their search keys; smaller indexes on contacts"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FILLED = (
    ("ix_contact_team_waiting", "team_id", "waiting_since"),
    ("ix_contact_team_due", "team_id", "due_at"),
    ("ix_contact_due", "due_at"),
    ("ix_contact_owner_id", "owner_id"),
)


def upgrade() -> None:
    op.create_table(
        "search_due",
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_search_due_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_search_due")),
    )
    for name, *columns in FILLED:
        where = sa.text(f"{columns[-1]} IS NOT NULL")
        op.drop_index(name, table_name="contact")
        op.create_index(name, "contact", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, *columns in FILLED:
        op.drop_index(name, table_name="contact")
        op.create_index(name, "contact", columns)
    op.drop_table("search_due")
