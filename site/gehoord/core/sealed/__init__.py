"""Sealed storage: text that only people can open, never the server.

Pure functions over bytes, without Django and without tables, so that the format can be read and
tested on its own. What is written here is a one-way door: everything carries a version byte, and a
changed format is a new version beside the old one. docs/adr/0004-sealed-entries.md tells why.

- ``encoding``: length-prefixed fields, and labels that keep every derived key apart
- ``phrases``: the six-word phrase of a vault
- ``codes``: short codes for people, with a check character
- ``keys``: pairs of keys, and how a phrase locks them
- ``keylists``: the signed list of who can be sealed to
- ``entries``: sealing and opening one entry
- ``receipts``: everything that follows from a receipt code
- ``submission``: report id and code from one rendering of the form
- ``tokens``: the form's stateless token, and the 15-minute token of the page behind the code
"""
