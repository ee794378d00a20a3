"""What runs in a producer's process."""
