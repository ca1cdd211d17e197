"""marks for some

Revision: 0006, after: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_annotation_unit_id_unit'), 'unit', ['unit_id'], ['id'])

    op.create_table('annotation_hearer',
    sa.Column('annotation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['annotation_id'], ['annotation.id'], name=op.f('fk_annotation_hearer_annotation_id_annotation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_annotation_hearer_person_id_person')),
    sa.PrimaryKeyConstraint('annotation_id', 'person_id', name=op.f('pk_annotation_hearer'))
    )
    with op.batch_alter_table('annotation_hearer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annotation_hearer_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    op.execute("UPDATE annotation SET visibility = 'self' WHERE visibility IN ('people', 'unit')")
    op.drop_table('annotation_hearer')
    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_annotation_unit_id_unit'), type_='foreignkey')
        batch_op.drop_column('unit_id')
