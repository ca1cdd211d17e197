"""papers that are searched

Revision: 0003, after: 0002

The index is made of the paragraphs alone, so this step has it made anew rather than keeping a
copy of how. It is called by name: the foundation stands on nothing of the house.
"""

from importlib import import_module

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    import_module('documents.search.index').rebuild(op.get_bind())


def downgrade() -> None:
    op.execute('drop table paragraph_search')
