"""The public wing: pages, reports, outreach. It never imports learning."""
