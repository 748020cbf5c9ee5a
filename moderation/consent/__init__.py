"""Consent passports: a real person decides what is made of them, and may change their mind at any time."""
