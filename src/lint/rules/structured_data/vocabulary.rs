//! The words of schema.org that sites which publish articles have use for.
//!
//! The vocabulary has more than two thousand and grows, so an unknown word is no mistake; one that is a slip away from a
//! known one is.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

/// Types, those that byline writes among them.
#[rustfmt::skip]
pub const TYPES: &[&str] = &[
    "AboutPage", "AdvertiserContentArticle", "AggregateRating", "AnalysisNewsArticle", "Answer", "Article",
    "AskPublicNewsArticle", "AudioObject", "BackgroundNewsArticle", "Blog", "BlogPosting", "Book", "Brand",
    "BreadcrumbList", "CategoryCode", "Chapter", "Claim", "ClaimReview", "Clip", "CollectionPage", "Comment",
    "ContactPage", "ContactPoint", "Corporation", "CorrectionComment", "Country", "Course", "CreativeWork",
    "CreativeWorkSeries", "CriticReview", "DataCatalog", "DataDownload", "Dataset", "DefinedTerm", "DefinedTermSet",
    "DiscussionForumPosting", "EducationalOrganization", "EducationalOccupationalCredential", "Episode", "Event",
    "FAQPage", "FundingAgency", "GeoCoordinates", "GovernmentOrganization", "Grant", "HowTo", "HowToStep", "ImageGallery",
    "ImageObject", "InteractionCounter", "ItemList", "ItemPage", "Language", "LiveBlogPosting", "ListItem",
    "LocalBusiness", "Map", "MediaObject", "MedicalWebPage", "MonetaryAmount", "Movie", "NewsArticle",
    "NewsMediaOrganization", "NGO", "Occupation", "Offer", "OpinionNewsArticle", "Organization", "Person", "Photograph",
    "Place", "PodcastEpisode", "PodcastSeries", "PostalAddress", "Product", "ProfilePage", "PropertyValue",
    "PublicationIssue", "PublicationVolume", "QAPage", "QuantitativeValue", "Question", "Quotation", "Rating", "Recipe",
    "Report", "ReportageNewsArticle", "ResearchOrganization", "Review", "ReviewNewsArticle", "Role",
    "SatiricalArticle", "ScholarlyArticle", "SearchAction", "SearchResultsPage", "Service", "SiteNavigationElement",
    "SocialMediaPosting", "SoftwareApplication", "SpeakableSpecification", "Table", "TechArticle", "Thesis", "Thing",
    "VideoObject", "ViewAction", "VirtualLocation", "WPFooter", "WPHeader", "WPSideBar", "WebContent", "WebPage",
    "WebPageElement", "WebSite",
];

/// Properties, those that byline writes among them.
#[rustfmt::skip]
pub const PROPERTIES: &[&str] = &[
    "about", "abstract", "acceptedAnswer", "accessMode", "accessibilityFeature", "accessibilityHazard",
    "accessibilitySummary", "accountablePerson", "acquireLicensePage", "actionableFeedbackPolicy", "actor", "actors",
    "additionalName", "additionalType", "address", "addressCountry", "addressLocality", "addressRegion", "affiliation",
    "aggregateRating", "alternateName", "alternativeHeadline", "alumniOf", "answerCount", "appearance", "archivedAt",
    "areaServed", "articleBody", "articleSection", "assesses", "associatedMedia", "audience", "audio", "author", "award",
    "awards", "backstory", "bestRating", "birthDate", "birthPlace", "blogPost", "blogPosts", "bookEdition", "bookFormat",
    "brand", "breadcrumb", "caption", "character", "children", "citation", "claimReviewed", "codeRepository",
    "colleague", "colleagues", "comment", "commentCount", "contactPoint", "contactPoints", "contactType",
    "contentLocation", "contentRating", "contentSize", "contentUrl", "contributor", "copyrightHolder",
    "copyrightNotice", "copyrightYear", "correction", "correctionsPolicy", "countryOfOrigin", "creativeWorkStatus",
    "creator", "credentialCategory", "creditText", "dateCreated", "dateModified", "datePosted", "datePublished",
    "dateline", "deathDate", "description", "digitalSourceType", "director", "disambiguatingDescription",
    "discussionUrl", "distribution", "diversityPolicy", "diversityStaffingReport", "downvoteCount", "duration",
    "editEIDR", "editor", "educationalLevel", "email", "embedUrl", "employee", "employees", "encoding",
    "encodingFormat", "encodings", "endDate", "episode", "episodeNumber", "episodes", "ethicsPolicy",
    "event", "events", "exifData", "expires", "familyName", "faxNumber", "firstAppearance", "founder",
    "founders", "foundingDate", "foundingLocation", "funder", "funding", "gender", "genre", "geo", "givenName",
    "hasCredential", "hasDefinedTerm", "hasOccupation", "hasPart", "headline", "height", "honorificPrefix",
    "honorificSuffix", "identifier", "image", "inDefinedTermSet", "inLanguage", "includedInDataCatalog",
    "interactionStatistic", "interactionType", "interpretedAsClaim", "isAccessibleForFree", "isBasedOn",
    "isFamilyFriendly", "isPartOf", "isSimilarTo", "isbn", "issn", "issueNumber", "item", "itemListElement",
    "itemListOrder", "itemReviewed", "jobTitle", "keywords", "knowsAbout", "knowsLanguage", "lastReviewed", "latitude",
    "learningResourceType", "legalName", "license", "locationCreated", "location", "logo", "longitude", "mainContentOfPage",
    "mainEntity", "mainEntityOfPage", "maintainer", "masthead", "material", "maxValue", "measurementTechnique",
    "measurementMethod", "member", "memberOf", "members", "mentions", "minValue", "missionCoveragePrioritiesPolicy", "name",
    "nationality", "newsUpdatesAndGuidelines", "nextItem", "noBylinesPolicy", "numberOfEmployees", "numberOfItems",
    "numberOfPages", "offers", "openingHours", "ownershipFundingInfo", "pageEnd", "pageStart", "pagination", "parent",
    "parentOrganization", "partOfSeries", "position", "postalCode", "potentialAction", "previousItem", "price",
    "priceCurrency", "primaryImageOfPage", "printColumn", "printEdition", "printPage", "printSection", "producer",
    "provider", "publication", "publicationType", "publisher", "publishingPrinciples", "query", "query-input",
    "ratingCount", "ratingExplanation", "ratingValue", "recordedAt", "relatedLink", "releasedEvent",
    "reportNumber", "representativeOfPage", "review", "reviewAspect", "reviewBody", "reviewCount", "reviewRating",
    "reviewedBy", "reviews", "sameAs", "sdDatePublished", "sdLicense", "sdPublisher", "sharedContent", "significantLink",
    "significantLinks", "slogan", "sourceOrganization", "spatialCoverage", "speakable", "specialty", "spokenByCharacter",
    "sponsor", "startDate", "streetAddress", "subOrganization", "subjectOf", "subtitle", "suggestedAnswer", "supply", "target",
    "teaches", "telephone", "temporal", "temporalCoverage", "termCode", "text", "thumbnail", "thumbnailUrl",
    "timeRequired", "tool", "tracks", "track", "transcript", "translationOfWork", "translator", "typicalAgeRange",
    "unitCode", "unitText", "unnamedSourcesPolicy", "uploadDate", "upvoteCount", "url", "urlTemplate",
    "usageInfo", "userInteractionCount", "value", "variableMeasured", "verificationFactCheckingPolicy", "version",
    "video", "videoFrameSize", "videoQuality", "volumeNumber", "width", "wordCount", "workExample", "workTranslation",
    "worksFor", "worstRating",
];

static ALL_TYPES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| TYPES.iter().copied().collect());
static ALL_PROPERTIES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| PROPERTIES.iter().copied().collect());

/// A word that is none of the vocabulary, and the one that was meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Slip<'v> {
    /// `type` or `property`.
    pub what: &'static str,
    /// What is written.
    pub word: &'v str,
    /// What was meant.
    pub meant: &'static str,
}

/// The slips in a graph, in the order in which they are written, each word once.
pub fn slips(graph: &Value) -> Vec<Slip<'_>> {
    let mut found = Vec::new();
    look(graph, &mut found);
    found
}

fn look<'v>(value: &'v Value, found: &mut Vec<Slip<'v>>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| look(one, found)),
        Value::Object(node) => {
            for (property, value) in node {
                match property.as_str() {
                    "@context" => {}
                    "@type" => match value {
                        Value::Array(all) => all.iter().filter_map(Value::as_str).for_each(|name| kind(name, found)),
                        one => one.as_str().into_iter().for_each(|name| kind(name, found)),
                    },
                    name if name.starts_with('@') => look(value, found),
                    name => {
                        add("property", plain(name), &ALL_PROPERTIES, found);
                        look(value, found);
                    }
                }
            }
        }
        _ => {}
    }
}

fn kind<'v>(name: &'v str, found: &mut Vec<Slip<'v>>) {
    add("type", plain(name), &ALL_TYPES, found);
}

/// Without the address of the vocabulary; a word of another vocabulary is none that is known.
fn plain(name: &str) -> &str {
    let prefixes = ["https://schema.org/", "http://schema.org/", "schema:"];
    prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

fn add<'v>(what: &'static str, word: &'v str, known: &'static BTreeSet<&'static str>, found: &mut Vec<Slip<'v>>) {
    if known.contains(word) || found.iter().any(|slip| slip.what == what && slip.word == word) {
        return;
    }
    let same = known.iter().find(|known| known.eq_ignore_ascii_case(word));
    if let Some(meant) = same.or_else(|| known.iter().find(|known| is_one_slip(word, known))) {
        found.push(Slip { what, word, meant });
    }
}

/// Whether one letter is wrong, missing or too many, or two are swapped; in a short word that is another word.
fn is_one_slip(word: &str, known: &str) -> bool {
    const SHORTEST: usize = 5;
    if word.len().min(known.len()) < SHORTEST {
        return false;
    }
    let (word, known) = (word.as_bytes(), known.as_bytes());
    let alike = word.iter().zip(known).take_while(|(a, b)| a == b).count();
    let (word, known) = (&word[alike..], &known[alike..]);
    let alike = word.iter().rev().zip(known.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&word[..word.len() - alike], &known[..known.len() - alike]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn meant(graph: &Value) -> Vec<(&str, &str)> {
        slips(graph).iter().map(|slip| (slip.word, slip.meant)).collect()
    }

    #[test]
    fn a_word_that_is_one_slip_away_is_told_and_any_other_is_not() {
        let graph = json!({
            "@context": {"headlin": "https://other.example/"},
            "@type": ["NewsArtcle", "Novelette"],
            "authors": [{"@type": "https://schema.org/Persno", "name": "Jane", "nmae": "x", "sameas": "y"}],
            "datePublishd": "2026",
            "reviews": [],
            "colour": "blue",
            "http://schema.org/headlinee": "Z",
            "other:publishers": "W",
        });
        let mut found = meant(&graph);
        found.sort_unstable();
        assert_eq!(
            found,
            [
                ("NewsArtcle", "NewsArticle"),
                ("Persno", "Person"),
                ("authors", "author"),
                ("datePublishd", "datePublished"),
                ("headlinee", "headline"),
                ("sameas", "sameAs"),
            ]
        );
    }

    #[test]
    fn no_known_word_is_taken_for_another() {
        for known in [TYPES, PROPERTIES] {
            for word in known {
                assert_eq!(known.iter().filter(|one| one == &word).count(), 1, "{word} is listed twice");
            }
        }
        for property in PROPERTIES {
            assert_eq!(meant(&json!({ *property: 1 })), []);
        }
    }
}
