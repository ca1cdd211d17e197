"""What a search cannot find: pages whose words nobody has read."""

from collections.abc import Sequence

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from documents.models import Page, Version, VersionState


def unread_pages(session: Session, version_ids: Sequence[int]) -> int:
    """Return how many pages of these versions have no words to search: scans, for the most part."""
    asked, ready = Version.id.in_(version_ids), Version.state == VersionState.READY
    whole = session.scalar(select(func.sum(Version.page_count)).where(asked, ~ready))
    pictures = session.scalar(
        select(func.count(Page.id))
        .join(Version, Version.id == Page.version_id)
        .where(
            asked,
            ready,
            Page.recognised == false(),
            Page.scanned | Page.problem.is_not(None),
        )
    )
    return int(whole or 0) + int(pictures or 0)
