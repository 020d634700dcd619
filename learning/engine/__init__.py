"""Pure Python: scenario graph, validation, debrief, quiz scoring. No Django in here."""
