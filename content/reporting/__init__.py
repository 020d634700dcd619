"""The report form, the vault and the desk. Imports nothing of learning, ever."""
