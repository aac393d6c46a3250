//! How much memory the pictures take that are decoded at the same time.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many bytes of decoded pictures there are at the same time, unless one alone has more.
const ROOM: u64 = 512 << 20;

/// How many bytes a pixel takes while a picture is decoded and turned.
const PER_PIXEL: u64 = 8;

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
    /// Waits until there is room for a picture of that size, which must not be asked for twice by one thread.
    pub fn room(&self, (width, height): (u32, u32)) -> Room<'_> {
        // A picture that is larger than all room waits until it is alone.
        let size = (u64::from(width) * u64::from(height) * PER_PIXEL).min(ROOM);
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
mod tests {
    use super::*;

    #[test]
    fn a_picture_larger_than_all_room_waits_until_it_is_alone_and_the_room_is_given_back() {
        let bounds = Bounds::default();
        for _ in 0..3 {
            let whole = bounds.room((100_000, 100_000));
            assert_eq!(whole.size, ROOM);
        }
        drop((bounds.room((1000, 1000)), bounds.room((1000, 1000))));
        assert_eq!(*bounds.left.lock().expect("whole"), ROOM);
    }
}
