"""Imports that can be gone on with and taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CARRIERS = ("contact", "point", "message", "note")  # what an import makes carries its number
COUNTS = ("lines_done", "new", "known", "suppressed", "over_budget", "invalid", "spread", "removed", "kept")


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("upload", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.LargeBinary(), nullable=True),
        sa.Column("ground", sa.String(length=24), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("runner", sa.String(length=120), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_import_batch_by_id_account")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_import_batch_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_team_made", "import_batch", ["team_id", "made_at"], unique=False)
    op.create_table(
        "import_touched",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("added", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_touched_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_import_touched_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "contact_id", name=op.f("pk_import_touched")),
    )
    op.create_index(op.f("ix_import_touched_contact_id"), "import_touched", ["contact_id"], unique=False)
    # Plain ALTER TABLE: copying these tables, as a batch would, drops the old one and takes along what hangs on it.
    for table in CARRIERS:
        op.add_column(table, sa.Column("import_batch_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in reversed(CARRIERS):
        op.drop_column(table, "import_batch_id")
    op.drop_table("import_touched")
    op.drop_table("import_batch")
