"""Live trainings: sign-up, waiting list, attendance. Writes completions."""
