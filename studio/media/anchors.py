"""Whose signature is ours."""

from studio.media.certificate import credentials, root


def anchors() -> str:
    """PEM: our own authority; where the operator gave a certificate, the last of its chain, which vouches for the others."""
    if own := root():
        return own.decode()
    end = b"-----END CERTIFICATE-----"
    return (credentials().chain.strip().split(end)[-2].strip() + b"\n" + end + b"\n").decode()
