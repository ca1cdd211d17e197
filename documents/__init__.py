"""Paper, and nothing but paper: documents and their versions, pages, paragraphs and pictures.

Nothing here knows a meeting, a framework or an event loop. Untrusted files are opened in the
worker processes only; whoever uses a paper is told of progress by a callback.
"""
