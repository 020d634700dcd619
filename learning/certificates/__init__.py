"""Certificates, issued from completions when the learner asks."""
