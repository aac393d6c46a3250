//! A hash table of texts, because the paths of a site share long beginnings that a search by order compares again and
//! again.

use std::sync::OnceLock;

use crate::fingerprint;

/// Values by text; what it holds is never visited in the order of the hashes.
pub struct Dictionary<K, V> {
    entries: Vec<(K, V)>,
    /// At least half of them are free, and they are a power of two many.
    slots: Vec<Slot>,
    sorted: OnceLock<Vec<u32>>,
}

/// The hash of a text, and the position of its entry from 1; 0 in a free slot.
#[derive(Clone, Copy, Default)]
struct Slot {
    print: u64,
    entry: u32,
}

impl<K: AsRef<str>, V> Dictionary<K, V> {
    /// One with room for so many texts.
    pub fn with_capacity(capacity: usize) -> Dictionary<K, V> {
        Dictionary {
            entries: Vec::with_capacity(capacity),
            slots: vec![Slot::default(); slots_for(capacity)],
            sorted: OnceLock::new(),
        }
    }

    /// The value of a text.
    pub fn get(&self, text: &str) -> Option<&V> {
        self.find(text, fingerprint::short(text.as_bytes())).ok().map(|at| &self.entries[at].1)
    }

    /// Whether a text is in it.
    pub fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    /// Gives a text its value, and forgets the one that it had.
    pub fn insert(&mut self, key: K, value: V) {
        let print = fingerprint::short(key.as_ref().as_bytes());
        match self.find(key.as_ref(), print) {
            Ok(at) => self.entries[at].1 = value,
            Err(slot) => self.add(slot, print, key, value),
        }
    }

    /// Gives a text a value; gives back both if it has one.
    pub fn try_insert(&mut self, key: K, value: V) -> Result<(), (&V, V)> {
        let print = fingerprint::short(key.as_ref().as_bytes());
        match self.find(key.as_ref(), print) {
            Ok(at) => Err((&self.entries[at].1, value)),
            Err(slot) => {
                self.add(slot, print, key, value);
                Ok(())
            }
        }
    }

    /// The texts with their values, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The texts, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone + '_ {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Vec<u32> = (0..).take(self.entries.len()).collect();
            sorted.sort_unstable_by_key(|at| self.entries[*at as usize].0.as_ref());
            sorted
        });
        sorted.iter().map(|at| &self.entries[*at as usize].0)
    }

    /// Where the entry of a text is, else the slot that it would take.
    fn find(&self, text: &str, print: u64) -> Result<usize, usize> {
        let mut slot = first_slot(print, &self.slots);
        while let Some(at) = (self.slots[slot].entry as usize).checked_sub(1) {
            if self.slots[slot].print == print && self.entries[at].0.as_ref() == text {
                return Ok(at);
            }
            slot = (slot + 1) % self.slots.len();
        }
        Err(slot)
    }

    fn add(&mut self, slot: usize, print: u64, key: K, value: V) {
        self.sorted = OnceLock::new();
        self.entries.push((key, value));
        self.slots[slot] = Slot { print, entry: u32::try_from(self.entries.len()).unwrap_or_default() };
        let wanted = slots_for(self.entries.len());
        if wanted > self.slots.len() {
            let former = std::mem::replace(&mut self.slots, vec![Slot::default(); wanted]);
            for taken in former.into_iter().filter(|slot| slot.entry != 0) {
                let mut slot = first_slot(taken.print, &self.slots);
                while self.slots[slot].entry != 0 {
                    slot = (slot + 1) % wanted;
                }
                self.slots[slot] = taken;
            }
        }
    }
}

/// Where the search for a hash begins: their number is a power of two, so the lower bits are all that counts.
fn first_slot(print: u64, slots: &[Slot]) -> usize {
    print as usize & (slots.len() - 1)
}

fn slots_for(entries: usize) -> usize {
    (entries * 2).next_power_of_two().max(16)
}

#[cfg(test)]
mod tests {
    use super::Dictionary;

    #[test]
    fn every_text_has_the_value_that_it_was_given_last_and_no_other_text_has_one() {
        let mut dictionary = Dictionary::with_capacity(0);
        for round in [0, 1000] {
            for number in (0..1000).rev() {
                dictionary.insert(format!("content/{number:03}"), number + round);
            }
        }
        for number in 0..1000 {
            assert_eq!(dictionary.get(&format!("content/{number:03}")), Some(&(number + 1000)));
        }
        assert!(!dictionary.contains("content/1000"));
        assert_eq!(dictionary.try_insert("content/007".to_owned(), 7), Err((&1007, 7)));
        let keys: Vec<&str> = dictionary.keys().map(String::as_str).collect();
        assert_eq!((keys.len(), keys[7]), (1000, "content/007"));
        assert!(keys.is_sorted());
    }
}
