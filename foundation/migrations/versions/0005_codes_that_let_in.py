"""codes that let in

Revision: 0005, after: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('guessing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('since', WHOLE, nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('floods', sa.Integer(), nullable=False),
    sa.Column('closed_until', WHOLE, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guessing'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seat_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('until', WHOLE, nullable=True))
        batch_op.create_index(batch_op.f('ix_sign_in_seat_id'), ['seat_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_sign_in_seat_id_participant'), 'participant', ['seat_id'], ['id'])

    op.create_table('entry_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('given', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires', sa.DateTime(timezone=True), nullable=False),
    sa.Column('digits', sa.String(), nullable=True),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('guessed', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tablet', sa.String(), nullable=True),
    sa.Column('entered', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sign_in_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_entry_code_given_by_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['participant.id'], name=op.f('fk_entry_code_seat_id_participant')),
    sa.ForeignKeyConstraint(['sign_in_id'], ['sign_in.id'], name=op.f('fk_entry_code_sign_in_id_sign_in')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_code')),
    sa.UniqueConstraint('link', name=op.f('uq_entry_code_link'))
    )
    with op.batch_alter_table('entry_code', schema=None) as batch_op:
        for name in ('digits', 'expires', 'seat_id', 'tablet'):
            batch_op.create_index(batch_op.f(f'ix_entry_code_{name}'), [name], unique=False)


def downgrade() -> None:
    op.drop_table('entry_code')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_sign_in_seat_id_participant'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_sign_in_seat_id'))
        batch_op.drop_column('until')
        batch_op.drop_column('seat_id')
    op.drop_table('guessing')
