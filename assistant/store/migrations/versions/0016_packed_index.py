"""Long lists of the search index, packed; and the contacts indexed since"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_packed",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("contact_ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_packed")),
    )
    op.create_index(op.f("ix_search_packed_up_to"), "search_packed", ["up_to"])
    op.create_table(
        "search_fresh",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_fresh")),
    )
    op.create_index(op.f("ix_search_fresh_contact_id"), "search_fresh", ["contact_id"])
    op.execute("INSERT INTO search_fresh (contact_id) SELECT id FROM contact")


def downgrade() -> None:
    op.drop_table("search_fresh")
    op.drop_table("search_packed")
