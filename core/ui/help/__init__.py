"""Hjelp on screen: everyone whom a student may call, and how."""
