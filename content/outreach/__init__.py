"""Short links and screens that lead a student to the form."""
