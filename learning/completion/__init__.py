"""All that leaves a learner's own room."""
