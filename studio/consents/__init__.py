"""What consents mean for pictures, films and orders: what binds them, what waits, what is kept from sight."""
