"""One door each: looking into files, making previews, signing, short links. No other module knows the libraries."""
