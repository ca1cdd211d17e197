"""Meetings: people and their rights, agendas, annotations, opinions.

Each subject is a folder of the same files: models (what is stored), operations (what may be
done), queries (what may be asked), events (what can happen). Operations take the open session
and never commit; they ask the right, write, and tell.
"""
