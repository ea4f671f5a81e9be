"""Counts that betray nobody: exact for those who read the reports, safe for everyone else."""
