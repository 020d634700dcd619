"""Signing in and nothing else. No role lives here."""
