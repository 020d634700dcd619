"""TOP: the only room that may see all others. It puts their slots side by side."""
