"""Each measurement beside its floor, interleaved in one process (`make bench`)."""
