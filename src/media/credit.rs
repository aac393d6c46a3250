//! Whose a picture is.

use serde::{Deserialize, Serialize};

/// Who made a picture and on what terms it may be used; plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Credit {
    /// Who made it.
    pub creator: Option<String>,
    /// The line that is to stand beside it.
    pub line: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The licence: a name or an address.
    pub license: Option<String>,
    /// How it came to be: a term of IPTC's digital source types, such as `trainedAlgorithmicMedia`.
    pub digital_source: Option<String>,
}

/// The beginning of the addresses that stand for IPTC's terms.
pub const DIGITAL_SOURCES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// IPTC's terms for how a picture came to be, and what schema.org calls each, if it does.
pub const TERMS: &[(&str, Option<&str>)] = &[
    ("digitalCapture", Some("DigitalCaptureDigitalSource")),
    ("computationalCapture", Some("MultiFrameComputationalCaptureDigitalSource")),
    ("negativeFilm", Some("NegativeFilmDigitalSource")),
    ("positiveFilm", Some("PositiveFilmDigitalSource")),
    ("print", Some("PrintDigitalSource")),
    ("humanEdits", None),
    ("minorHumanEdits", Some("MinorHumanEditsDigitalSource")),
    ("compositeCapture", Some("CompositeCaptureDigitalSource")),
    ("algorithmicallyEnhanced", Some("AlgorithmicallyEnhancedDigitalSource")),
    ("dataDrivenMedia", Some("DataDrivenMediaDigitalSource")),
    ("digitalCreation", None),
    ("digitalArt", Some("DigitalArtDigitalSource")),
    ("virtualRecording", Some("VirtualRecordingDigitalSource")),
    ("screenCapture", Some("ScreenCaptureDigitalSource")),
    ("composite", Some("CompositeDigitalSource")),
    ("compositeSynthetic", Some("CompositeSyntheticDigitalSource")),
    ("compositeWithTrainedAlgorithmicMedia", Some("CompositeWithTrainedAlgorithmicMediaDigitalSource")),
    ("trainedAlgorithmicMedia", Some("TrainedAlgorithmicMediaDigitalSource")),
    ("algorithmicMedia", Some("AlgorithmicMediaDigitalSource")),
];

/// Whether a picture that came to be like this was made by a model that was trained on other people's, wholly or in part.
pub fn is_made_by_ai(term: &str) -> bool {
    matches!(term, "trainedAlgorithmicMedia" | "compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic")
}

impl Credit {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Credit::default()
    }

    /// What this says, and where it says nothing, what another does.
    pub fn or(self, other: &Credit) -> Credit {
        Credit {
            creator: self.creator.or_else(|| other.creator.clone()),
            line: self.line.or_else(|| other.line.clone()),
            copyright: self.copyright.or_else(|| other.copyright.clone()),
            license: self.license.or_else(|| other.license.clone()),
            digital_source: self.digital_source.or_else(|| other.digital_source.clone()),
        }
    }
}
