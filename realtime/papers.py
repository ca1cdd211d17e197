"""Papers on their way, signalled page by page to the meetings that hold them."""

from flask_socketio import SocketIO

from documents.models import Version
from documents.progress import Progress
from foundation.database import Database
from meetings.agendas.queries import papers_holding
from meetings.events import desk_stream
from realtime.signals import signal


class PaperSignals:
    """Tells the desks how far a paper has been read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._socketio: SocketIO | None = None

    def speak_through(self, socketio: SocketIO) -> None:
        """Use these sockets from now on."""
        self._socketio = socketio

    def tell(self, progress: Progress) -> None:
        """Signal a moment in the reading of a paper."""
        if self._socketio is None:
            return
        with self._database.session() as session:
            version = session.get(Version, progress.version_id)
            papers = papers_holding(session, version.document_id) if version else []
            rooms = [(desk_stream(paper.meeting_id), paper.id) for paper in papers]
        for room, paper_id in rooms:
            signal(
                self._socketio,
                room,
                "paper.processing",
                {
                    "paper": paper_id,
                    "version": progress.version_id,
                    "state": progress.state.value,
                    "pages_done": progress.pages_done,
                    "page_count": progress.page_count,
                    "recognition": progress.recognition and progress.recognition.value,
                    "pages_recognised": progress.pages_recognised,
                },
            )
