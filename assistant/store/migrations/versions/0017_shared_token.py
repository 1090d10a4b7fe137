"""A token that says whether the library, the topics or the offers changed"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("store_mark") as table:
        table.add_column(sa.Column("shared", sa.LargeBinary(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("store_mark") as table:
        table.drop_column("shared")
