"""Attempts and answers: the learner's own room under /leren/."""
