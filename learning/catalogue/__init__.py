"""What trainers write, its frozen versions, and the player's components."""
