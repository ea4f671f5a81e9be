"""What comes in, also from the anonymous: reports, receipt codes, who reads, the conversation."""
