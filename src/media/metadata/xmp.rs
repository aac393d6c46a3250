//! XMP: the properties of IPTC's photo metadata standard that say whose a picture is.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{LocalName, Namespace, ResolveResult};

use super::{digital_source, text};
use crate::html::escape;
use crate::media::credit::{Credit, DIGITAL_SOURCES};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const CC: &str = "http://creativecommons.org/ns#";
const IPTC: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

/// How many bytes of a packet are read.
const LARGEST: usize = 1 << 20;

/// A property that is read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Property {
    Creator,
    Line,
    Copyright,
    License,
    Statement,
    Terms,
    DigitalSource,
}

fn property(namespace: &ResolveResult<'_>, name: LocalName<'_>) -> Option<Property> {
    let ResolveResult::Bound(Namespace(namespace)) = namespace else { return None };
    Some(match (*namespace, name.as_ref()) {
        (DC, "creator") => Property::Creator,
        (DC, "rights") => Property::Copyright,
        (PHOTOSHOP, "Credit") => Property::Line,
        (CC, "license") => Property::License,
        (RIGHTS, "WebStatement") => Property::Statement,
        (RIGHTS, "UsageTerms") => Property::Terms,
        (IPTC, "DigitalSourceType") => Property::DigitalSource,
        _ => return None,
    })
}

/// What was found, in written order.
type Found = Vec<(Property, String)>;

/// The credit in a packet, or in any XML with one; as far as it can be read.
pub fn read(packet: &[u8]) -> Credit {
    let packet = packet.get(..packet.len().min(LARGEST)).unwrap_or_default();
    let packet = String::from_utf8_lossy(packet);
    let mut found = Found::new();
    walk(&packet, &mut found);
    let first = |wanted: Property| found.iter().find(|(one, _)| *one == wanted).map(|(_, value)| value.clone());
    let creators: Vec<&str> =
        found.iter().filter(|(one, _)| *one == Property::Creator).map(|(_, value)| value.as_str()).collect();
    let address = |value: &String| value.starts_with("https://") || value.starts_with("http://");
    let license = first(Property::License).filter(address).or_else(|| first(Property::Statement).filter(address));
    Credit {
        creator: text(&creators.join(", ")),
        line: first(Property::Line),
        copyright: first(Property::Copyright),
        license: license.or_else(|| first(Property::Terms)),
        digital_source: first(Property::DigitalSource).and_then(|value| digital_source(&value)),
    }
}

fn walk(packet: &str, found: &mut Found) {
    let mut reader = NsReader::from_str(packet);
    reader.config_mut().check_end_names = false;
    // The property that is being read, how deep its element lies, and what was read of one value.
    let mut current: Option<(Property, usize)> = None;
    let mut depth = 0_usize;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                attributes(&reader, &start, current.map(|(property, _)| property), found);
                let (namespace, name) = reader.resolver().resolve_element(start.name());
                if let Some(property) = property(&namespace, name).filter(|_| current.is_none()) {
                    current = Some((property, depth));
                    value.clear();
                }
            }
            Ok(Event::Empty(start)) => {
                let (namespace, name) = reader.resolver().resolve_element(start.name());
                let property = property(&namespace, name).or(current.map(|(property, _)| property));
                attributes(&reader, &start, property, found);
            }
            Ok(Event::Text(words)) if current.is_some() => value.push_str(&words.xml10_content()),
            Ok(Event::CData(words)) if current.is_some() => value.push_str(&words.xml10_content()),
            Ok(Event::GeneralRef(entity)) if current.is_some() => {
                // Only what XML defines itself: what a document declares could be without end.
                let sign = entity.resolve_char_ref().ok().flatten().or(match entity.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                value.extend(sign);
            }
            Ok(Event::End(_)) => {
                if let Some((property, at)) = current {
                    // One entry of a list, or the property itself.
                    found.extend(text(&value).map(|value| (property, value)));
                    value.clear();
                    current = (depth != at).then_some((property, at));
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Properties that are written as attributes, and the address that one of an element is.
fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, of: Option<Property>, found: &mut Found) {
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    let of = property(&namespace, name).or(of);
    for attribute in start.attributes().with_checks(false).flatten() {
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let is_resource = matches!(namespace, ResolveResult::Bound(Namespace(RDF))) && name.as_ref() == "resource";
        let property = if is_resource { of } else { property(&namespace, name) };
        let Some(property) = property else { continue };
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        found.extend(value.ok().and_then(|value| text(&value)).map(|value| (property, value)));
    }
}

/// Writes a credit as a packet; `None` if it says nothing.
pub fn packet(credit: &Credit) -> Option<String> {
    if credit.is_empty() {
        return None;
    }
    let Credit { creator, line, copyright, license, digital_source } = credit;
    let mut packet = String::from("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
    packet.push_str(&meta(
        creator.as_deref(),
        line.as_deref(),
        copyright.as_deref(),
        license.as_deref(),
        digital_source.as_deref(),
    ));
    packet.push_str("<?xpacket end=\"w\"?>");
    Some(packet)
}

/// The credit as an element, as it stands in a packet or in a drawing's `<metadata>`.
pub fn element(credit: &Credit) -> Option<String> {
    let Credit { creator, line, copyright, license, digital_source } = credit;
    let meta = || {
        meta(creator.as_deref(), line.as_deref(), copyright.as_deref(), license.as_deref(), digital_source.as_deref())
    };
    (!credit.is_empty()).then(meta)
}

fn meta(
    creator: Option<&str>,
    line: Option<&str>,
    copyright: Option<&str>,
    license: Option<&str>,
    digital_source: Option<&str>,
) -> String {
    let mut xml = String::from("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">");
    for (name, namespace) in [
        ("<rdf:RDF xmlns:rdf", RDF),
        ("><rdf:Description rdf:about=\"\" xmlns:dc", DC),
        (" xmlns:photoshop", PHOTOSHOP),
    ]
    .into_iter()
    .chain([(" xmlns:xmpRights", RIGHTS), (" xmlns:cc", CC), (" xmlns:Iptc4xmpExt", IPTC)])
    {
        xml.push_str(&format!("{name}=\"{namespace}\""));
    }
    xml.push('>');
    let mut push = |before: &str, value: Option<String>, after: &str| {
        if let Some(value) = value.as_deref().and_then(text) {
            xml.push_str(before);
            escape(&value, &mut xml);
            xml.push_str(after);
        }
    };
    let is_address = |value: &&str| value.starts_with("https://") || value.starts_with("http://");
    let owned = |value: Option<&str>| value.map(str::to_owned);
    let address = owned(license.filter(is_address));
    let terms = owned(license.filter(|license| !is_address(license)));
    let source = digital_source.map(|term| format!("{DIGITAL_SOURCES}{term}"));
    push("<dc:creator><rdf:Seq><rdf:li>", owned(creator), "</rdf:li></rdf:Seq></dc:creator>");
    push("<photoshop:Credit>", owned(line), "</photoshop:Credit>");
    let alt = "<rdf:Alt><rdf:li xml:lang=\"x-default\">";
    push(&format!("<dc:rights>{alt}"), owned(copyright), "</rdf:li></rdf:Alt></dc:rights>");
    push("<xmpRights:WebStatement>", address.clone(), "</xmpRights:WebStatement>");
    push("<cc:license rdf:resource=\"", address, "\"/>");
    push(&format!("<xmpRights:UsageTerms>{alt}"), terms, "</rdf:li></rdf:Alt></xmpRights:UsageTerms>");
    push("<Iptc4xmpExt:DigitalSourceType>", source, "</Iptc4xmpExt:DigitalSourceType>");
    xml.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>");
    xml
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn credit(creator: &str, line: &str, copyright: &str, license: &str) -> Credit {
        let some = |text: &str| Some(text.to_owned());
        Credit {
            creator: some(creator),
            line: some(line),
            copyright: some(copyright),
            license: some(license),
            digital_source: some("digitalCapture"),
        }
    }

    #[test]
    fn properties_are_read_as_elements_lists_and_attributes() {
        let packet = format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='{RDF}'><r:Description xmlns:p='{PHOTOSHOP}' \
             xmlns:d='{DC}' xmlns:c='{CC}' xmlns:u='{RIGHTS}' p:Credit='A &amp; B' u:WebStatement='http://w.example'>\
             <d:creator><r:Seq><r:li>Ann</r:li> <r:li>Bo &lt;b&gt;</r:li></r:Seq></d:creator>\
             <d:rights><r:Alt><r:li xml:lang='x-default'>© Ann</r:li><r:li xml:lang='de'>Alle</r:li></r:Alt></d:rights>\
             <c:license r:resource='https://creativecommons.org/licenses/by/4.0/'/></r:Description></r:RDF></x:xmpmeta>"
        );
        let credit = read(packet.as_bytes());
        assert_eq!(credit.creator.as_deref(), Some("Ann, Bo <b>"));
        assert_eq!(credit.line.as_deref(), Some("A & B"));
        assert_eq!(credit.copyright.as_deref(), Some("© Ann"));
        assert_eq!(credit.license.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    }

    #[test]
    fn a_name_in_a_foreign_namespace_is_no_credit() {
        let packet = "<a xmlns:dc='http://elsewhere.example/'><dc:creator>Mallory</dc:creator></a>";
        assert_eq!(read(packet.as_bytes()), Credit::default());
    }

    #[test]
    fn entities_that_a_packet_declares_are_not_resolved() {
        let bomb = format!(
            "<!DOCTYPE a [<!ENTITY b \"{}\"><!ENTITY c \"&b;&b;&b;\">]><a xmlns:dc='{DC}'><dc:creator>x&c;y</dc:creator></a>",
            "z".repeat(99)
        );
        assert_eq!(read(bomb.as_bytes()).creator.as_deref(), Some("xy"));
    }

    proptest! {
        #[test]
        fn what_is_written_of_a_credit_is_read_again(a in "[ -~é©]{1,40}", b in "[<>&\"']{1,20}x", c in "\\PC{1,30}") {
            let usual = credit(&a, &b, &c, "https://creativecommons.org/licenses/by/4.0/");
            let packet = packet(&usual).expect("a packet");
            let read = read(packet.as_bytes());
            prop_assert_eq!(read.creator, text(&a));
            prop_assert_eq!(read.line, text(&b));
            prop_assert_eq!(read.copyright, text(&c));
            prop_assert_eq!(read.license, usual.license);
            prop_assert_eq!(read.digital_source, usual.digital_source);
        }

        #[test]
        fn any_packet_ends(packet in "(<[/?!]?(dc:creator|a|rdf:li)( xmlns:dc='http://purl.org/dc/elements/1.1/')?/?>|&[a-z#0-9]*;|[<>&x ]){0,40}") {
            read(packet.as_bytes());
        }
    }
}
