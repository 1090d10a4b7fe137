"""Two versions side by side, what a message began about, and counts of people we forgot"""

import json

import sqlalchemy as sa
from alembic import op

from assistant.store.sealed import keyring_of, unseal

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTS = (
    "sent",
    "aged_7",
    "aged_30",
    "answered_7",
    "answered_30",
    "talked",
    "helped",
    "unclear",
    "stopped",
    "repeated",
)


def upgrade() -> None:
    op.create_table(
        "side_by_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_side_by_side_{column}_{other}"))
            for column, other in (
                ("template_id", "template"),
                ("first_id", "template_version"),
                ("second_id", "template_version"),
                ("started_by_id", "account"),
                ("ended_by_id", "account"),
                ("chosen_id", "template_version"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_by_side")),
        sa.UniqueConstraint(
            "template_id", "language", "running", name=op.f("uq_side_by_side_template_id_language_running")
        ),
    )
    op.create_table(
        "kept_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("template_version_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("hook_kind", sa.String(length=24), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("side_by_side_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_kept_count_team_id_team")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_version.id"],
            name=op.f("fk_kept_count_template_version_id_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_count")),
    )
    op.create_index("ix_kept_count_team_month", "kept_count", ["team_id", "month"], unique=False)
    # Added without foreign keys: with them SQLite would copy the whole table, and letting go of the old one would cut what points to it.
    op.add_column("message", sa.Column("hook_kind", sa.String(length=24), nullable=True))
    op.add_column("message", sa.Column("side_by_side_id", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("lot", sa.String(length=40), nullable=True))
    _name_hooks()


def _name_hooks() -> None:
    """Messages that were kept before: what they began about stands sealed in them. Only its kind is taken out."""
    connection = op.get_bind()
    if not hasattr(connection.dialect, "keyring"):
        return
    keyring = keyring_of(connection.dialect)
    message = sa.table(
        "message", sa.column("id", sa.Integer), sa.column("hook", sa.LargeBinary), sa.column("hook_kind", sa.String)
    )
    rows = connection.execute(sa.select(message.c.id, message.c.hook).where(message.c.hook.is_not(None))).all()
    for number, sealed in rows:
        record = json.loads(unseal(keyring, "message.hook", bytes(sealed)))
        kind = str(record.get("kind", "typed"))[:24]
        connection.execute(sa.update(message).where(message.c.id == number).values(hook_kind=kind))


def downgrade() -> None:
    op.drop_column("message", "lot")
    op.drop_column("message", "side_by_side_id")
    op.drop_column("message", "hook_kind")
    op.drop_index("ix_kept_count_team_month", "kept_count")
    op.drop_table("kept_count")
    op.drop_table("side_by_side")
