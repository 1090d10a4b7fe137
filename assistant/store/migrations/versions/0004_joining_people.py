"""One person, one thread: merges and splits that can be undone, who is not the same, points that belong to somebody else now"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joining",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("merge", "split", name="joiningkind", native_enum=False, length=24), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_joining_by_id_account")),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["contact.id"], name=op.f("fk_joining_kept_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["contact.id"], name=op.f("fk_joining_other_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
    )
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.create_index("ix_joining_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_joining_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joining_other_id"), ["other_id"], unique=False)
    op.create_table(
        "not_same",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_not_same_by_id_account")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["contact.id"], name=op.f("fk_not_same_one_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["contact.id"], name=op.f("fk_not_same_other_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_not_same")),
    )
    with op.batch_alter_table("not_same", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_not_same_other_id"), ["other_id"], unique=False)
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_column("gone_at")
    with op.batch_alter_table("not_same", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_not_same_other_id"))
    op.drop_table("not_same")
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joining_other_id"))
        batch_op.drop_index(batch_op.f("ix_joining_kept_id"))
        batch_op.drop_index("ix_joining_at")
    op.drop_table("joining")
