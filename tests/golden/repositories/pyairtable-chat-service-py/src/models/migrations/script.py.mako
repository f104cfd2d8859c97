"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Changes the tables."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Changes them back."""
    ${downgrades if downgrades else "pass"}
