//! The words for faults of YAML.
