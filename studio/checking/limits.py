"""What is counted of those who send files to be checked. Without Django: the web process reads it before that is set up."""

LARGE = "check-large"  # counted before a large body is kept, by `config.senders`
HOUR, MINUTE = 3600, 60
