"""What is measured, one module for each wing. Every module has a list TARGETS."""
