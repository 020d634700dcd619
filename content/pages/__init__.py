"""Public pages of region and schools."""
