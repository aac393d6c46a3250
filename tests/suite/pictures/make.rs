//! Small pictures of every kind, made when they are needed.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// What a camera writes into its pictures and nobody means to publish.
pub const PRIVATE: [&str; 6] =
    ["ACME Camera", "GPSLatitude", "exif:", "Photoshop history", "Serial 4711", "secret trailer"];

/// The credit that [`photo`] carries in XMP.
pub const CREATOR: &str = "Ann Embedded";

/// Four fields of colour: red, green, blue and yellow from the upper left, row by row.
pub fn fields(width: usize, height: usize) -> Vec<u8> {
    let color = |at: usize| match (at % width * 2 >= width, at / width * 2 >= height) {
        (false, false) => [200, 30, 30],
        (true, false) => [30, 200, 30],
        (false, true) => [30, 30, 200],
        (true, true) => [200, 200, 30],
    };
    (0..width * height).flat_map(color).collect()
}

/// Which of [`fields`] a pixel is of: 0 to 3.
pub fn field(pixel: &[u8]) -> usize {
    match (pixel[0] > 110, pixel[1] > 110) {
        (true, false) => 0,
        (false, true) => 1,
        (false, false) => 2,
        (true, true) => 3,
    }
}

pub fn jpeg(width: usize, height: usize) -> Vec<u8> {
    let mut made = Vec::new();
    let mut encoder = Encoder::new(&mut made, 95);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(&fields(width, height), width as u16, height as u16, ColorType::Rgb).expect("a picture");
    made
}

/// A picture in four inks.
pub fn cmyk(width: usize, height: usize) -> Vec<u8> {
    let mut made = Vec::new();
    let inks: Vec<u8> =
        fields(width, height).chunks(3).flat_map(|pixel| [255 - pixel[0], 255 - pixel[1], 255 - pixel[2], 0]).collect();
    Encoder::new(&mut made, 95).encode(&inks, width as u16, height as u16, ColorType::Cmyk).expect("a picture");
    made
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut made = vec![0xff, marker];
    made.extend((body.len() as u16 + 2).to_be_bytes());
    made.extend(body);
    made
}

/// Exif with a camera, a place, and how the picture is to be turned.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let camera = b"ACME Camera Serial 4711 GPSLatitude\0";
    let behind = 8 + 2 + 3 * 12 + 4;
    tiff.extend([0x10, 0x01, 2, 0]);
    tiff.extend((camera.len() as u32).to_le_bytes());
    tiff.extend((behind as u32).to_le_bytes());
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // A directory of the place.
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0]);
    tiff.extend((behind as u32 + 40).to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(camera);
    tiff.resize(behind + 40, 0);
    tiff.extend([0; 6]);
    tiff
}

/// XMP with a place, and with these properties.
pub fn xmp(properties: &str) -> String {
    format!(
        "<?xpacket begin='\u{feff}'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
         xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/' \
         xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/' xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' \
         exif:GPSLatitude='53,33N'>{properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
}

pub fn creator(name: &str) -> String {
    format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>")
}

/// A photograph as a camera and an agency leave it.
pub fn photo(width: usize, height: usize, orientation: u8) -> Vec<u8> {
    with_xmp(width, height, orientation, &xmp(&creator(CREATOR)))
}

pub fn with_xmp(width: usize, height: usize, orientation: u8, packet: &str) -> Vec<u8> {
    let plain = jpeg(width, height);
    let mut made = plain[..2].to_vec();
    made.extend(segment(0xe1, &[b"Exif\0\0", exif(orientation).as_slice()].concat()));
    made.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat()));
    made.extend(segment(0xed, b"Photoshop 3.0\0Photoshop history"));
    made.extend(segment(0xfe, b"Serial 4711"));
    made.extend(&plain[2..]);
    made.extend(b"secret trailer");
    made
}

pub fn png(width: usize, height: usize, color: png::ColorType, depth: png::BitDepth, rows: &[u8]) -> Vec<u8> {
    let mut made = Vec::new();
    let mut encoder = png::Encoder::new(&mut made, width as u32, height as u32);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![200, 30, 30, 30, 200, 30]);
        encoder.set_trns(vec![255, 0]);
    }
    encoder.add_text_chunk("Comment".to_owned(), "ACME Camera exif: GPSLatitude".to_owned()).expect("a text");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(rows).expect("rows");
    writer.finish().expect("an end");
    made
}

pub fn plain_png(width: usize, height: usize) -> Vec<u8> {
    png(width, height, png::ColorType::Rgb, png::BitDepth::Eight, &fields(width, height))
}

/// A picture whose header says that it is that large.
pub fn header_of(width: u32, height: u32) -> Vec<u8> {
    let mut made = plain_png(8, 8);
    made[16..20].copy_from_slice(&width.to_be_bytes());
    made[20..24].copy_from_slice(&height.to_be_bytes());
    made
}

pub fn webp(width: usize, height: usize) -> Vec<u8> {
    webp::Encoder::from_rgb(&fields(width, height), width as u32, height as u32).encode(90.0).to_vec()
}

/// A WebP with metadata as a camera leaves it.
pub fn photo_in_webp(width: usize, height: usize) -> Vec<u8> {
    let plain = webp(width, height);
    let mut made = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0".to_vec();
    made.extend(&(width as u32 - 1).to_le_bytes()[..3]);
    made.extend(&(height as u32 - 1).to_le_bytes()[..3]);
    made.extend(&plain[12..]);
    for (kind, mut body) in [(b"EXIF", exif(1)), (b"XMP ", xmp(&creator(CREATOR)).into_bytes())] {
        made.extend(kind);
        made.extend((body.len() as u32).to_le_bytes());
        body.resize(body.len().next_multiple_of(2), 0);
        made.extend(body);
    }
    let length = made.len() as u32 - 8;
    made[4..8].copy_from_slice(&length.to_le_bytes());
    made
}

/// A moving GIF of two frames of one pixel, with a comment.
pub fn gif() -> Vec<u8> {
    let mut made = b"GIF89a\x02\0\x02\0\x80\0\0\xff\0\0\0\xff\0".to_vec();
    made.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    made.extend(b"\x21\xfe\x0bACME Camera\0");
    for _ in 0..2 {
        made.extend(b"\x21\xf9\x04\0\x0a\0\0\0");
        made.extend(b"\x2c\0\0\0\0\x02\0\x02\0\0\x02\x03\x44\x02\x05\0");
    }
    made.push(0x3b);
    made
}

/// The pixels of a JPEG, or a PNG or WebP of three colours: width, height and bytes.
pub fn decoded(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    if bytes.starts_with(b"\x89PNG") {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        return (frame.width as usize, frame.height as usize, pixels);
    }
    if bytes.starts_with(b"RIFF") {
        let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(bytes)).expect("a WebP");
        let mut pixels = vec![0; decoder.output_buffer_size().expect("a size")];
        decoder.read_image(&mut pixels).expect("pixels");
        let (width, height) = decoder.dimensions();
        return (width as usize, height as usize, pixels);
    }
    let mut decoder = zune_jpeg::JpegDecoder::new(zune_core::bytestream::ZCursor::new(bytes));
    let pixels = decoder.decode().expect("a JPEG");
    let info = decoder.info().expect("a header");
    (usize::from(info.width), usize::from(info.height), pixels)
}
