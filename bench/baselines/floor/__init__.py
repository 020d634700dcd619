"""F: the floor. Plain Django at its least for a step that stores something: session, CSRF, one select, two inserts.

It runs on the product's own database settings, so that what a ratio to F shows is our own work and not a setting.
"""
