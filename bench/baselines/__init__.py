"""What the product is compared with, made on the spot: W, H, N and F."""
