from .audit import AuditEvent
from .files import Document, Image, Rendition
from .outbox import OutboxMessage
from .pages import BasePage
from .pulse import Heartbeat, JobRun
from .starter import StarterText

__all__ = ["AuditEvent", "BasePage", "Document", "Heartbeat", "Image", "JobRun", "OutboxMessage", "Rendition", "StarterText"]
