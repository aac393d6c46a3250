//! YAML and TOML → values with places, taken apart field by field.
