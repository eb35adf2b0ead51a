"""Working papers know the imported row they were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_drafts", sa.Column("imprint", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("case_drafts", "imprint")
