"""On SQLite the index of who is due goes by the hour, so that marking many people in the order of their numbers touches few of its pages"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UNHANDLED = sa.text("due_at IS NOT NULL AND proposed_at IS NULL")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    if _on_sqlite():
        op.drop_index("ix_contact_due", "contact")
        op.create_index("ix_contact_due_hour", "contact", [sa.text("substr(due_at, 1, 13)")], sqlite_where=UNHANDLED)


def downgrade() -> None:
    if _on_sqlite():
        op.drop_index("ix_contact_due_hour", "contact")
        op.create_index("ix_contact_due", "contact", ["due_at"], sqlite_where=UNHANDLED)
