//! The mean colour of each block of a JPEG, without decoding the block (ITU T.81).
//!
//! The first coefficient of a block, called DC, is its mean. In a baseline file the others must be passed over, for which
//! their codes are read and nothing is computed; a progressive file has all means in its first scan.

use super::coarse::FACTOR;
use crate::media::container::jpeg::{Parts, Segment, parts};
use crate::media::decode::Pixels;

/// How many bits a code has that is found in the first table.
const SHORT: u32 = 10;

/// One channel of the picture, as the header of the frame says.
struct Channel {
    id: u8,
    /// The blocks of a unit, across and down.
    across: usize,
    down: usize,
    quantization: usize,
}

/// A channel as the first scan has it.
struct Plane<'t> {
    channel: Channel,
    dc: &'t Codes,
    ac: Option<&'t Codes>,
    /// What the first coefficient is multiplied with.
    factor: i32,
    /// The mean of each block, row by row.
    means: Vec<u8>,
    /// The blocks in a row.
    row: usize,
    before: i32,
}

/// An eighth of the picture, and its colour profile.
///
/// `None` for what is stored in another way than cameras and programs usually do, and for what is damaged.
pub fn means(bytes: &[u8]) -> Option<(Pixels, Option<Vec<u8>>)> {
    let Parts { segments, scans, .. } = parts(bytes)?;
    let frame = segments.iter().find(|segment| matches!(segment.marker, 0xc0..=0xc2))?;
    let is_progressive = frame.marker == 0xc2;
    let number = |at: usize| Some(usize::from(*frame.body.get(at)?) << 8 | usize::from(*frame.body.get(at + 1)?));
    let (height, width) = (number(1)?, number(3)?);
    let channels = channels(frame.body)?;
    if channels.len() == 3 && !has_brightness_and_hues(&segments, &channels) {
        return None;
    }
    let tables = Tables::new(&segments);
    let length = usize::from(*scans.get(2)?) << 8 | usize::from(*scans.get(3)?);
    let (header, coded) = (scans.get(4..2 + length)?, scans.get(2 + length..)?);
    let count = usize::from(*header.first()?);
    let [first, last, precision] = *header.get(1 + 2 * count..)? else { return None };
    let is_usual = if is_progressive { (first, last, precision >> 4) == (0, 0, 0) } else { (first, last) == (0, 63) };
    if count != channels.len() || !is_usual {
        return None;
    }
    let widest = channels.iter().map(|channel| channel.across).max()?;
    let highest = channels.iter().map(|channel| channel.down).max()?;
    // A channel alone has units of one block.
    let is_alone = channels.len() == 1;
    let (unit_width, unit_height) = if is_alone { (1, 1) } else { (widest, highest) };
    let units = (width.div_ceil(FACTOR * unit_width), height.div_ceil(FACTOR * unit_height));
    let mut planes = Vec::new();
    for (channel, chosen) in channels.into_iter().zip(header.get(1..1 + 2 * count)?.chunks_exact(2)) {
        let [id, codes] = *chosen else { return None };
        let channel = if is_alone { Channel { across: 1, down: 1, ..channel } } else { channel };
        let ac = tables.ac.get(usize::from(codes & 15))?.as_ref();
        if id != channel.id || (ac.is_none() && !is_progressive) {
            return None;
        }
        let factor = tables.quantization.get(channel.quantization).copied().flatten()?;
        planes.push(Plane {
            dc: tables.dc.get(usize::from(codes >> 4))?.as_ref()?,
            ac: ac.filter(|_| !is_progressive),
            factor: factor << if is_progressive { precision & 15 } else { 0 },
            means: vec![0; units.0 * channel.across * units.1 * channel.down],
            row: units.0 * channel.across,
            before: 0,
            channel,
        });
    }
    read(&mut planes, units, interval(&segments), coded)?;
    let pixels = pixels((width.div_ceil(FACTOR), height.div_ceil(FACTOR)), (unit_width, unit_height), &planes);
    Some((pixels, profile(&segments)))
}

/// The channels of a frame, in its order: one, or three.
fn channels(frame: &[u8]) -> Option<Vec<Channel>> {
    let count = usize::from(*frame.get(5)?);
    let channel = |part: &[u8]| {
        let [id, sampling, quantization] = *part else { return None };
        let (across, down) = (usize::from(sampling >> 4), usize::from(sampling & 15));
        let is_valid = (1..=4).contains(&across) && (1..=4).contains(&down);
        is_valid.then_some(Channel { id, across, down, quantization: usize::from(quantization) })
    };
    let parts = frame.get(6..6 + 3 * count).filter(|_| matches!(count, 1 | 3))?;
    parts.chunks_exact(3).map(channel).collect()
}

/// Whether three channels are brightness and two of colour, as JFIF has them, and not red, green and blue.
fn has_brightness_and_hues(segments: &[Segment<'_>], channels: &[Channel]) -> bool {
    let adobe = segments.iter().find(|segment| segment.marker == 0xee && segment.body.starts_with(b"Adobe"));
    match adobe.and_then(|adobe| adobe.body.get(11)) {
        Some(transform) => *transform == 1,
        None => !channels.iter().map(|channel| channel.id).eq(*b"RGB"),
    }
}

/// After how many units the reading begins anew; 0 is never.
fn interval(segments: &[Segment<'_>]) -> usize {
    let found = segments.iter().rev().find(|segment| segment.marker == 0xdd);
    let body = found.and_then(|segment| segment.body.first_chunk::<2>());
    body.map_or(0, |body| usize::from(u16::from_be_bytes(*body)))
}

/// The colour profile, which may lie in several segments.
fn profile(segments: &[Segment<'_>]) -> Option<Vec<u8>> {
    let of_profile = segments.iter().filter(|segment| segment.marker == 0xe2);
    let mut parts: Vec<&[u8]> = of_profile.filter_map(|one| one.body.strip_prefix(b"ICC_PROFILE\0")).collect();
    parts.sort_by_key(|part| part.first());
    (!parts.is_empty()).then(|| parts.iter().filter_map(|part| part.get(2..)).flatten().copied().collect())
}

/// Reads all units of the scan.
fn read(planes: &mut [Plane<'_>], units: (usize, usize), interval: usize, coded: &[u8]) -> Option<()> {
    let mut bits = Bits { bytes: coded, at: 0, held: 0, count: 0, lent: 0 };
    for unit in 0..units.0 * units.1 {
        if interval > 0 && unit > 0 && unit % interval == 0 {
            bits.begin_anew()?;
            planes.iter_mut().for_each(|plane| plane.before = 0);
        }
        let (x, y) = (unit % units.0, unit / units.0);
        for plane in planes.iter_mut() {
            let Channel { across, down, .. } = plane.channel;
            for block in 0..across * down {
                let at = (y * down + block / across) * plane.row + x * across + block % across;
                let mean = block_mean(plane, &mut bits)?;
                *plane.means.get_mut(at)? = mean;
            }
        }
        // Behind the end there are only zeros, which were never written.
        if bits.lent > bits.count {
            return None;
        }
    }
    Some(())
}

/// Reads one block, and gives its mean.
fn block_mean(plane: &mut Plane<'_>, bits: &mut Bits<'_>) -> Option<u8> {
    let length = u32::from(plane.dc.next(bits)?);
    if length > 15 {
        return None;
    }
    plane.before = plane.before.wrapping_add(bits.number(length));
    if let Some(ac) = plane.ac {
        let mut at = 1;
        while at < 64 {
            let code = ac.next(bits)?;
            match (code >> 4, code & 15) {
                (15, 0) => at += 16,
                (_, 0) => break,
                (zeros, length) => {
                    at += u32::from(zeros) + 1;
                    bits.pass(u32::from(length));
                }
            }
        }
    }
    // The coefficient is eight times the mean, counted from the middle of 0 and 255.
    Some((plane.before.wrapping_mul(plane.factor).wrapping_add(4) >> 3).saturating_add(128).clamp(0, 255) as u8)
}

/// The blocks as pixels of red, green and blue.
fn pixels((width, height): (usize, usize), unit: (usize, usize), planes: &[Plane<'_>]) -> Pixels {
    let mut bytes = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let mut values = planes.iter().map(|plane| {
                let Channel { across, down, .. } = plane.channel;
                i32::from(plane.means[y * down / unit.1 * plane.row + x * across / unit.0])
            });
            let bright = values.next().unwrap_or(0);
            let (blue, red) = (values.next().unwrap_or(128) - 128, values.next().unwrap_or(128) - 128);
            // By JFIF, in parts of 65,536.
            let rounded = |sum: i32| ((sum + 32_768) >> 16).clamp(0, 255) as u8;
            let one = bright << 16;
            bytes.extend([
                rounded(one + 91_881 * red),
                rounded(one - 22_554 * blue - 46_802 * red),
                rounded(one + 116_130 * blue),
            ]);
        }
    }
    Pixels { width, height, channels: 3, bytes }
}

/// The tables in front of the first scan, by their number.
#[derive(Default)]
struct Tables {
    dc: [Option<Codes>; 4],
    ac: [Option<Codes>; 4],
    /// The first number of each table for quantization.
    quantization: [Option<i32>; 4],
}

impl Tables {
    fn new(segments: &[Segment<'_>]) -> Tables {
        let mut tables = Tables::default();
        for segment in segments {
            let mut rest = segment.body;
            match segment.marker {
                0xdb => {
                    while let Some((kind, numbers)) = rest.split_first() {
                        let is_long = kind >> 4 != 0;
                        let first = match (is_long, numbers) {
                            (true, [high, low, ..]) => i32::from(*high) << 8 | i32::from(*low),
                            (false, [number, ..]) => i32::from(*number),
                            _ => break,
                        };
                        if let Some(table) = tables.quantization.get_mut(usize::from(kind & 15)) {
                            *table = Some(first);
                        }
                        rest = numbers.get(if is_long { 128 } else { 64 }..).unwrap_or_default();
                    }
                }
                0xc4 => {
                    while let Some((kind, codes)) = rest.split_first() {
                        let Some((codes, behind)) = Codes::new(codes) else { break };
                        let of_kind = if kind >> 4 == 0 { &mut tables.dc } else { &mut tables.ac };
                        if let Some(table) = of_kind.get_mut(usize::from(kind & 15)) {
                            *table = Some(codes);
                        }
                        rest = behind;
                    }
                }
                _ => {}
            }
        }
        tables
    }
}

/// Codes of one to sixteen bits, and what each means.
struct Codes {
    /// By the next bits: the length of a short code, and its meaning; a length of 0 is a longer one.
    short: Vec<(u8, u8)>,
    /// By length: the code behind the last one of that length, filled up to sixteen bits.
    ends: [u32; 17],
    /// By length: what is added to a code of it to give the place of its meaning.
    places: [i32; 17],
    meanings: Vec<u8>,
}

impl Codes {
    /// Reads a table, and gives what lies behind it.
    fn new(table: &[u8]) -> Option<(Codes, &[u8])> {
        let (counts, rest) = table.split_first_chunk::<16>()?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let (meanings, rest) = (rest.get(..total)?, rest.get(total..)?);
        let mut codes =
            Codes { short: vec![(0, 0); 1 << SHORT], ends: [0; 17], places: [0; 17], meanings: meanings.to_vec() };
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            let at = usize::try_from(length).ok()?;
            codes.places[at] = i32::try_from(place).ok()? - i32::try_from(code).ok()?;
            for meaning in meanings.get(place..place + usize::from(*count))? {
                if length <= SHORT {
                    let first = usize::try_from(code << (SHORT - length)).ok()?;
                    codes.short.get_mut(first..first + (1 << (SHORT - length)))?.fill((length as u8, *meaning));
                }
                code += 1;
            }
            place += usize::from(*count);
            if code > 1 << length {
                return None;
            }
            codes.ends[at] = code << (16 - length);
            code <<= 1;
        }
        Some((codes, rest))
    }

    /// Reads the next code; `None` if it is none.
    fn next(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let ahead = bits.ahead();
        let (length, meaning) = self.short[(ahead >> (16 - SHORT)) as usize];
        if length > 0 {
            bits.pass(u32::from(length));
            return Some(meaning);
        }
        let length = (SHORT + 1..=16).find(|length| ahead < self.ends[*length as usize])?;
        let place = i32::try_from(ahead >> (16 - length)).ok()? + self.places[length as usize];
        bits.pass(length);
        self.meanings.get(usize::try_from(place).ok()?).copied()
    }
}

/// The bits of a scan.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next bits, the first one highest.
    held: u64,
    count: u32,
    /// How many of those that are held were never written.
    lent: u32,
}

impl Bits<'_> {
    fn fill(&mut self) {
        while self.count <= 56 {
            // Four bytes at once where none of them could be a marker.
            if self.count <= 32
                && let Some(four) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<4>())
                && !four.contains(&0xff)
            {
                self.held |= u64::from(u32::from_be_bytes(*four)) << (32 - self.count);
                self.count += 32;
                self.at += 4;
                continue;
            }
            let next = match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xff), Some(0)) => {
                    self.at += 2;
                    0xff
                }
                (Some(0xff), _) | (None, _) => {
                    self.lent += 8;
                    0
                }
                (Some(byte), _) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held |= u64::from(next) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next sixteen bits. So many, and as many again, may be passed before the next look.
    fn ahead(&mut self) -> u32 {
        if self.count < 32 {
            self.fill();
        }
        (self.held >> 48) as u32
    }

    fn pass(&mut self, count: u32) {
        self.held <<= count;
        self.count = self.count.saturating_sub(count);
    }

    /// A number of so many bits, at most fifteen: those that begin with a zero are below it.
    fn number(&mut self, length: u32) -> i32 {
        if length == 0 {
            return 0;
        }
        let number = (self.held >> (64 - length)) as i32;
        self.pass(length);
        if number >> (length - 1) == 0 { number - (1 << length) + 1 } else { number }
    }

    /// Goes behind the marker at which reading begins anew.
    fn begin_anew(&mut self) -> Option<()> {
        if self.lent > self.count {
            return None;
        }
        // Whole bytes that were read ahead would be bits that nobody asked for.
        if self.count - self.lent >= 8 {
            return None;
        }
        while self.bytes.get(self.at) == Some(&0xff) && self.bytes.get(self.at + 1) == Some(&0xff) {
            self.at += 1;
        }
        matches!(self.bytes.get(self.at..self.at + 2)?, [0xff, 0xd0..=0xd7]).then_some(())?;
        *self = Bits { bytes: self.bytes, at: self.at + 2, held: 0, count: 0, lent: 0 };
        Some(())
    }
}
