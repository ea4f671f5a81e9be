"""The server's own part of drawing: sockets, tabs, kept sessions, faults. It draws nothing."""
