"""How urgent a help request is, and by when somebody looks at it"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "help_request", sa.Column("urgency", sa.String(length=24), nullable=False, server_default=sa.text("'soon'"))
    )
    op.add_column("help_request", sa.Column("due_on", sa.Date(), nullable=True))
    there = sa.text("due_on IS NOT NULL")
    op.create_index("ix_help_request_due", "help_request", ["due_on"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index("ix_help_request_due", "help_request")
    op.drop_column("help_request", "due_on")
    op.drop_column("help_request", "urgency")
