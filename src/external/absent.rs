//! In place of the HTTP client, in a byline without the feature `links`: nobody is asked.

use std::time::Duration;

use super::verdict::Class;

/// What byline calls itself in robots.txt.
pub const NAME: &str = "byline";

/// Asks nobody.
pub struct Client;

impl Client {
    /// One that asks nobody.
    pub fn new(_: Duration) -> Client {
        Client
    }

    /// No text.
    pub fn text(&self, _: &str, _: u64) -> Option<String> {
        None
    }

    /// Nobody can tell.
    pub fn ask(&self, _: &str, _: Duration) -> Class {
        Class::Unknown("this byline asks no other site".to_owned())
    }
}

/// What is said of an address whose host has no entry in the names of the network.
pub fn no_host() -> Class {
    Class::Dead("there is no such host".to_owned())
}
