//! The way back from a YAML text to the bytes it was written with.
