//! The names that a mapping may have fields of.

/// Names one behind the other: many mappings are taken apart, and few of them have a field that is unknown.
#[derive(Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    pub(super) fn push(&mut self, name: &str) {
        if self.ends.is_empty() {
            // Few mappings have more names.
            self.text.reserve(128);
            self.ends.reserve(24);
        }
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }
}
