//! When a file can be taken for unchanged without reading it.
//!
//! A file's size, times and number on the disk change with its content, but the clock of a disk is coarse: two changes
//! within one tick of it leave the same times, and if the size is the same too, nothing tells the second from the
//! first. git calls such a file racily clean. Ticks last from microseconds over the kernel's 1 to 10 ms to the two
//! seconds of FAT.
//!
//! So a [`Signature`] stands for a content only if it [is settled](Signature::is_settled): both its times are before a
//! [`Tick`] of the same disk's clock that was taken before the content was read. Whatever changes the file from then on
//! gives it a time that is not before that tick, and with it another signature. A file that is not settled is read
//! again the next time; that costs time, and nothing else.

use std::fs::{File, Metadata};
use std::io;

use serde::{Deserialize, Serialize};

use crate::planted::{self, Bug};

/// The coarsest clock of a disk that is known, in seconds.
const COARSEST: i64 = 2;

/// What tells a file from itself after a change, without its content.
///
/// The time of the last change of the file or its metadata (`ctime`) is part of it, because no program can set that one
/// back; so are device and inode, which tell a file from another one that was moved to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signature {
    /// In bytes.
    pub size: u64,
    /// When the content changed, as far as nobody set that time.
    pub modified: Time,
    /// When the content or the metadata changed.
    pub changed: Time,
    /// The file's number on its device.
    pub inode: u64,
    /// The device's number.
    pub device: u64,
}

/// An instant of a disk's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Time {
    /// Since 1970.
    pub seconds: i64,
    /// Below a second; 0 on disks that know none.
    pub nanoseconds: u32,
}

/// What a disk's clock said at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Hash, Eq)]
pub struct Tick {
    /// What it said; files that change later have no time before it.
    pub time: Time,
    /// The device whose clock it is.
    pub device: u64,
}

impl Signature {
    /// The signature in a file's metadata; `None` on systems that have no such times and numbers: there every file is
    /// read again.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Signature> {
        use std::os::unix::fs::MetadataExt;
        let modified = Time::new(metadata.mtime(), metadata.mtime_nsec());
        let changed = Time::new(metadata.ctime(), metadata.ctime_nsec());
        Some(Signature {
            size: metadata.size(),
            modified,
            changed: planted::either(Bug::SignatureWithoutCtime, modified, changed),
            inode: metadata.ino(),
            device: metadata.dev(),
        })
    }

    /// The signature in a file's metadata; `None` on systems that have no such times and numbers: there every file is
    /// read again.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Signature> {
        None
    }

    /// Whether the file cannot have changed after `tick` and still have this signature.
    ///
    /// Then the signature stands for what was read after the tick was taken.
    pub fn is_settled(&self, tick: &Tick) -> bool {
        self.device == tick.device && self.modified.is_before(tick.time) && self.changed.is_before(tick.time)
    }

    /// Whether it is the same file with the same content, perhaps under another name: renaming changes `changed` alone.
    pub fn is_renamed(&self, before: &Signature) -> bool {
        Signature { changed: before.changed, ..*self } == *before
    }
}

impl Time {
    #[cfg(unix)]
    fn new(seconds: i64, nanoseconds: i64) -> Time {
        Time { seconds, nanoseconds: u32::try_from(nanoseconds).unwrap_or(0) }
    }

    /// Whether a change at `tick` gives another time than this.
    ///
    /// A disk with a coarse clock can cut a time off only when it forgets the file in memory, so a whole second may
    /// stand for any time before the next one of the coarsest clock.
    fn is_before(self, tick: Time) -> bool {
        if self.nanoseconds == 0 { self.seconds.saturating_add(COARSEST) <= tick.seconds } else { self < tick }
    }
}

impl Tick {
    /// Takes the time of a file that was written just now; `None` on systems without [`Signature`]s.
    ///
    /// # Errors
    /// If the disk does not tell.
    pub fn of(fresh: &File) -> io::Result<Option<Tick>> {
        let signature = Signature::of(&fresh.metadata()?);
        // The earlier one, where the two clocks of a disk differ.
        Ok(signature.map(|Signature { modified, changed, device, .. }| Tick { time: modified.min(changed), device }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(seconds: i64, nanoseconds: u32) -> Time {
        Time { seconds, nanoseconds }
    }

    fn signature(modified: Time, changed: Time) -> Signature {
        Signature { size: 5, modified, changed, inode: 7, device: 1 }
    }

    fn tick(time: Time) -> Tick {
        Tick { time, device: 1 }
    }

    #[test]
    fn a_file_is_settled_only_when_both_its_times_are_before_the_tick() {
        let (early, late) = (time(10, 500), time(10, 900));
        assert!(signature(early, early).is_settled(&tick(late)));
        for (modified, changed) in [(early, late), (late, early), (late, late), (time(11, 1), early)] {
            assert!(!signature(modified, changed).is_settled(&tick(late)), "{modified:?} {changed:?}");
        }
    }

    #[test]
    fn the_clock_of_another_device_settles_nothing() {
        let signature = signature(time(10, 1), time(10, 1));
        assert!(!signature.is_settled(&Tick { time: time(99, 1), device: 2 }));
    }

    #[test]
    fn a_time_in_whole_seconds_may_be_any_of_the_coarsest_clock_and_is_settled_after_it() {
        let coarse = signature(time(10, 0), time(10, 0));
        for unsettled in [time(10, 0), time(10, 999), time(11, 0), time(11, 999_999_999)] {
            assert!(!coarse.is_settled(&tick(unsettled)), "{unsettled:?}");
        }
        assert!(coarse.is_settled(&tick(time(12, 0))));
        // Files from archives have whole seconds in one of the two, and long past ones.
        assert!(signature(time(-5, 0), time(10, 1)).is_settled(&tick(time(10, 2))));
        assert!(!signature(time(i64::MAX, 0), time(10, 1)).is_settled(&tick(time(10, 2))));
    }

    #[test]
    fn a_signature_differs_with_each_of_its_parts_and_a_renamed_file_with_one() {
        let known = signature(time(1, 1), time(2, 2));
        let later = Signature { changed: time(3, 3), ..known };
        assert!(later != known && later.is_renamed(&known));
        for other in [
            Signature { size: 6, ..known },
            Signature { modified: time(1, 2), ..known },
            Signature { inode: 8, ..known },
            Signature { device: 2, ..known },
        ] {
            assert!(other != known && !other.is_renamed(&known), "{other:?}");
        }
    }

    /// Takes ticks until the clock has moved on from `signature`, as a later build would.
    #[cfg(unix)]
    fn later_tick(folder: &std::path::Path, signature: &Signature) -> Tick {
        for _ in 0..10_000 {
            std::fs::write(folder.join("tick"), "x").unwrap();
            let tick = Tick::of(&File::open(folder.join("tick")).unwrap()).unwrap().unwrap();
            if signature.is_settled(&tick) {
                return tick;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        panic!("the clock of the disk stands still");
    }

    #[cfg(unix)]
    #[test]
    fn any_change_of_a_settled_file_changes_its_signature_even_if_size_and_time_are_set_back() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("a");
        let look = || Signature::of(&std::fs::metadata(&at).unwrap()).unwrap();
        std::fs::write(&at, "one").unwrap();
        let modified = std::fs::metadata(&at).unwrap().modified().unwrap();
        let set_back = || File::options().write(true).open(&at).unwrap().set_modified(modified).unwrap();
        let before = look();
        later_tick(folder.path(), &before);
        assert_eq!(look(), before);
        std::fs::write(&at, "two").unwrap();
        set_back();
        let edited = look();
        assert!(edited != before && edited.size == before.size && edited.modified == before.modified);
        later_tick(folder.path(), &edited);
        std::fs::write(folder.path().join("b"), "six").unwrap();
        std::fs::rename(folder.path().join("b"), &at).unwrap();
        set_back();
        assert!(look() != edited);
    }

    #[cfg(unix)]
    #[test]
    fn what_changes_after_a_tick_is_not_settled_by_it() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..50 {
            std::fs::write(folder.path().join("tick"), "x").unwrap();
            let tick = Tick::of(&File::open(folder.path().join("tick")).unwrap()).unwrap().unwrap();
            let at = folder.path().join(round.to_string());
            std::fs::write(&at, "x").unwrap();
            assert!(!Signature::of(&std::fs::metadata(&at).unwrap()).unwrap().is_settled(&tick));
        }
    }
}
