"""Small pieces of a page in the same Chromium as the journeys."""

from tests.journeys.conftest import browser_type_launch_args  # noqa: F401 - a fixture
