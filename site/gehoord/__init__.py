"""Gehoord: the foundation of the house (settings, core, accounts, organisations) and its top (wiring)."""
