"""How fast the product is, beside baselines that are made and measured on the spot (README.md)."""
