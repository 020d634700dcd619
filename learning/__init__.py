"""The training wing. It never imports content: what somebody learned is never joined to what somebody reported."""
