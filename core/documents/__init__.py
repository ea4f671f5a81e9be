"""Files that leave the portal, PDF and CSV, each made for the person who fetches it."""
