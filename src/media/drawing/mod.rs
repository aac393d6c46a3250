//! SVG: how large a drawing is, and the same drawing without what could run or load something.

pub mod safe;
pub mod size;
