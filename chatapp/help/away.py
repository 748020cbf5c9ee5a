"""What a page says of its own line to the house; the island that shows it reads these words from the page."""

AWAY = {
    "offline": "No connection. Nothing is lost: answers go on without you and will be here when the line is back.",
    "signed_out": "You are signed out here. Load the page again to sign in; what you typed stays.",
}
