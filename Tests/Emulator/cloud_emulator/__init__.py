"""A stand-in for three clouds' recording operations on one loopback port."""
