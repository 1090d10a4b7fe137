"""Approvals, checks again and own blanks of the template library"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("template", sa.Column("channels", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("template_version", sa.Column("saved_by_name", sa.String(60), nullable=False, server_default=""))
    op.add_column("template_version", sa.Column("confirmed_number", sa.Integer(), nullable=True))
    op.add_column(
        "template_version", sa.Column("old_is_wrong", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "template_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("approved", "still_right", "native", name="markkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_template_mark_account_id_account")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["template_version.id"], name=op.f("fk_template_mark_version_id_template_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_mark")),
    )
    op.create_index(op.f("ix_template_mark_version_id"), "template_mark", ["version_id"])
    op.execute(
        "INSERT INTO template_mark (version_id, kind, account_id, name, at) "
        "SELECT id, 'approved', approved_by_id, '', approved_at FROM template_version "
        "WHERE approved_by_id IS NOT NULL AND approved_at IS NOT NULL"
    )
    _own_blanks()


def _own_blanks() -> None:
    op.create_table(
        "own_blank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_own_blank_saved_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_blank")),
        sa.UniqueConstraint("name", name=op.f("uq_own_blank_name")),
    )
    op.create_table(
        "own_blank_value",
        sa.Column("blank_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["blank_id"], ["own_blank.id"], name=op.f("fk_own_blank_value_blank_id_own_blank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blank_id", "language", name=op.f("pk_own_blank_value")),
    )


def downgrade() -> None:
    op.drop_table("own_blank_value")
    op.drop_table("own_blank")
    op.drop_table("template_mark")
    for column in ("old_is_wrong", "confirmed_number", "saved_by_name"):
        op.drop_column("template_version", column)
    op.drop_column("template", "channels")
