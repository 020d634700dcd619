from .audit import AuditEvent
from .files import Document, Image, Rendition
from .outbox import OutboxMessage
from .pages import BasePage
from .pulse import Heartbeat, JobRun

__all__ = ["AuditEvent", "BasePage", "Document", "Heartbeat", "Image", "JobRun", "OutboxMessage", "Rendition"]
