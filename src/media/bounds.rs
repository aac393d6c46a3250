//! How much memory the pictures take that are decoded, and encoded, at the same time.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many bytes pictures take at the same time, unless one alone takes more.
pub const ROOM: u64 = 512 << 20;

/// How many bytes it takes to decode a picture of that size and to turn it; what most encoders take is within that.
pub fn decoding(size: (u32, u32)) -> u64 {
    2 * decoded(size)
}

/// How many bytes a picture of that size takes when it is decoded, if something shines through.
pub fn decoded((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height) * 4
}

/// The room that is left.
#[derive(Debug)]
pub struct Bounds {
    left: Mutex<u64>,
    freed: Condvar,
}

/// The room that one picture takes; dropping it gives it back.
pub struct Room<'b> {
    bounds: &'b Bounds,
    size: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { left: Mutex::new(ROOM), freed: Condvar::new() }
    }
}

impl Bounds {
    /// Waits until there is room for so many bytes. No thread asks while it has some: two would wait for each other.
    pub fn room(&self, bytes: u64) -> Room<'_> {
        // What takes more than there is waits until it is alone.
        let size = bytes.min(ROOM);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        while *left < size {
            left = self.freed.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
        *left -= size;
        Room { bounds: self, size }
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *self.bounds.left.lock().unwrap_or_else(PoisonError::into_inner) += self.size;
        self.bounds.freed.notify_all();
    }
}

#[cfg(test)]
impl Room<'_> {
    /// How many bytes it has.
    pub(super) fn size(&self) -> u64 {
        self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_larger_than_all_room_waits_until_it_is_alone_and_the_room_is_given_back() {
        let bounds = Bounds::default();
        for _ in 0..3 {
            let whole = bounds.room(decoding((100_000, 100_000)));
            assert_eq!(whole.size, ROOM);
        }
        drop((bounds.room(decoding((1000, 1000))), bounds.room(decoding((1000, 1000)))));
        assert_eq!(*bounds.left.lock().expect("whole"), ROOM);
    }
}
