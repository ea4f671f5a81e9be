"""What many screens use: the guard, the frame, words, safe text, forms and notices; no screen."""
