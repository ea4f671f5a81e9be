"""What runs without a person at a page: commands, each night's work, setting up, verifying."""
