//! The pages that were served, as they were when they could last be rendered.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// How many bytes of pages are kept; those that changed longest ago go first.
const KEPT: usize = 64 << 20;

/// The last good bytes of pages, by their path in the output.
#[derive(Default)]
pub struct GoodPages {
    by_path: BTreeMap<String, Arc<[u8]>>,
    /// Those whose bytes are newest stand last.
    order: VecDeque<String>,
    size: usize,
}

impl GoodPages {
    /// Keeps a page that is served now.
    pub fn keep(&mut self, path: &str, bytes: &[u8]) {
        self.keep_within(path, bytes, KEPT);
    }

    fn keep_within(&mut self, path: &str, bytes: &[u8], most: usize) {
        let GoodPages { by_path, order, size } = self;
        if by_path.get(path).is_some_and(|known| **known == *bytes) {
            return;
        }
        if let Some(old) = by_path.insert(path.to_owned(), bytes.into()) {
            *size -= old.len();
            order.retain(|known| known != path);
        }
        *size += bytes.len();
        order.push_back(path.to_owned());
        while *size > most
            && let Some(oldest) = order.pop_front()
        {
            *size -= by_path.remove(&oldest).map_or(0, |old| old.len());
        }
    }

    /// A page as it was last.
    pub fn get(&self, path: &str) -> Option<Arc<[u8]>> {
        self.by_path.get(path).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_of_a_page_are_kept_until_there_is_no_room() {
        let mut pages = GoodPages::default();
        let keep = |pages: &mut GoodPages, path: &str, text: &str| pages.keep_within(path, text.as_bytes(), 10);
        keep(&mut pages, "a", "1234");
        keep(&mut pages, "b", "1234");
        keep(&mut pages, "a", "12345");
        assert_eq!((pages.get("a").as_deref(), pages.size), (Some(b"12345".as_slice()), 9));
        keep(&mut pages, "c", "123");
        assert_eq!((pages.get("b"), pages.size, pages.order.len()), (None, 8, 2));
        keep(&mut pages, "d", "more than there is room for");
        assert_eq!((pages.by_path.len(), pages.size), (0, 0));
    }
}
