//! Without the feature `cards`: nothing can be drawn, so there is nobody who draws.

/// One who cannot be.
#[derive(Debug)]
pub enum Drawer {}

impl Drawer {
    /// Nothing: site.toml is refused before.
    ///
    /// # Errors
    /// Always.
    pub fn new(_: Option<Vec<u8>>) -> Result<Drawer, &'static str> {
        Err("this byline draws no cards")
    }

    /// The name of the font.
    pub fn family(&self) -> &str {
        match *self {}
    }

    /// What tells the font and the program from others.
    pub fn print(&self) -> u64 {
        match *self {}
    }

    /// The first sign of a text that the font does not have.
    pub fn missing(&self, _: &str) -> Option<char> {
        match *self {}
    }

    /// A text in lines.
    pub fn lines(&self, _: &str, _: f32, _: f32, _: usize) -> Vec<String> {
        match *self {}
    }

    /// The card.
    ///
    /// # Errors
    /// Never: there is nobody to ask.
    pub fn draw(&self, _: &str) -> Result<Vec<u8>, String> {
        match *self {}
    }
}
