"""The coordinator's overview: reads completion and memberships, has no tables."""
