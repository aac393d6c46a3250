//! Views that many pages show.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::html::Value;

/// A view that many pages show, converted once; a template sees the view itself.
#[derive(Clone, Debug)]
pub struct Shared<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T: Serialize> Shared<T> {
    /// Converts a view.
    pub fn new(view: &T) -> Shared<T> {
        Shared { value: Value::from_serializable(view), of: PhantomData }
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
