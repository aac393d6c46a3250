//! The catalogue of codes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a mistake matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Nothing is written.
    Error,
    /// The site is written, and somebody should look.
    Warning,
    /// Something to think about: it may well be right as it is.
    Advice,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Advice => "advice",
        })
    }
}

macro_rules! catalogue {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $level:ident;)+) => {
        /// A mistake that byline can name; the name is what people write in settings and search for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[doc = ""] #[doc = include_str!(concat!("../../content/diagnostics/", $name, ".md"))] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The name, such as `unknown-field`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            /// The level that it has unless something else is said.
            pub fn default_level(self) -> Level {
                match self { $(Code::$variant => Level::$level),+ }
            }

            /// The code of a name.
            pub fn from_name(name: &str) -> Option<Code> {
                Code::ALL.iter().find(|code| code.name() == name).copied()
            }

            /// Whether it is looked for only where site.toml or the command line names it: a matter of taste.
            pub fn is_on_request(self) -> bool {
                matches!(self, Code::UnsortedTerms | Code::IncompleteStructuredData)
            }

            /// Its page in the handbook: what it is, why it matters, a wrong and a right example, as Markdown with front
            /// matter.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("../../content/diagnostics/", $name, ".md"))),+
                }
            }

            /// What the mistake is, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

catalogue! {
    // Files and the site.
    /// The site has no `site.toml`.
    MissingConfig = "missing-config", Error;
    /// A file is not text in UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// A character that shows nothing and that a page cannot hold.
    ControlCharacter = "control-character", Warning;
    /// A file is larger than byline reads.
    TooLarge = "too-large", Error;
    /// A file name cannot be used.
    BadFileName = "bad-file-name", Error;
    /// A file is neither a file nor a folder (a pipe, a socket, a device).
    SpecialFile = "special-file", Warning;
    /// A symbolic link leads out of the site.
    LinkOutside = "link-outside", Error;
    /// A symbolic link leads nowhere or round in a circle.
    BrokenSymlink = "broken-symlink", Error;
    /// A file that looks like an article and is not read.
    UnreadDocument = "unread-document", Warning;
    /// A picture that is not whole, or a drawing that cannot be made safe.
    DamagedPicture = "damaged-picture", Error;
    /// A picture in a format that byline does not read, and publishes as it is.
    UnreadablePicture = "unreadable-picture", Warning;
    /// A picture with more pixels than byline reads.
    HugePicture = "huge-picture", Error;
    /// A drawing that holds a program, or loads something from elsewhere; it is published without.
    UnsafeDrawing = "unsafe-drawing", Warning;
    /// A headline that the font of social cards cannot write.
    UnwrittenCard = "unwritten-card", Warning;
    /// A file of the output was changed by hand and has been replaced or removed.
    OutputEdited = "output-edited", Warning;
    /// The cache cannot be written, so the next build takes longer than it needs to.
    CacheNotWritten = "cache-not-written", Warning;

    // Pre-processors.
    /// A pre-processor that is declared, and that nobody allows to run.
    PreprocessorNotAllowed = "preprocessor-not-allowed", Warning;
    /// A pre-processor is allowed that nothing declares.
    UnknownPreprocessor = "unknown-preprocessor", Error;
    /// A pre-processor did not return the article that it was given.
    PreprocessorFailed = "preprocessor-failed", Error;
    /// What a pre-processor says is wrong in an article.
    PreprocessorFinding = "preprocessor-finding", Error;

    // YAML, TOML and the fields in them.
    /// The YAML cannot be read.
    YamlSyntax = "yaml-syntax", Error;
    /// The TOML cannot be read.
    TomlSyntax = "toml-syntax", Error;
    /// The JSON cannot be read.
    JsonSyntax = "json-syntax", Error;
    /// The CSV cannot be read.
    CsvSyntax = "csv-syntax", Error;
    /// The BibTeX cannot be read.
    BibtexSyntax = "bibtex-syntax", Error;
    /// A key stands twice in one place.
    DuplicateField = "duplicate-field", Error;
    /// A field has a name that byline does not know.
    UnknownField = "unknown-field", Warning;
    /// A setting of `site.toml` or `theme.toml` has a name that byline does not know.
    UnknownSetting = "unknown-setting", Error;
    /// A field has a value of the wrong kind.
    WrongType = "wrong-type", Error;
    /// A field's value cannot be used.
    InvalidValue = "invalid-value", Error;
    /// A field that must be there is not.
    MissingField = "missing-field", Error;
    /// An article has no front matter at all.
    NoFrontMatter = "no-front-matter", Warning;
    /// A date cannot be read.
    InvalidDate = "invalid-date", Error;
    /// A correction that was made before its article was published, or after it was last changed.
    MisdatedCorrection = "misdated-correction", Error;

    // Markdown.
    /// A level-1 heading in a body; the headline is the only one.
    BodyH1 = "body-h1", Warning;
    /// Two headings of an article were given one id by hand.
    DuplicateId = "duplicate-id", Error;
    /// A block is never closed.
    UnclosedBlock = "unclosed-block", Error;
    /// A directive's syntax is broken.
    DirectiveSyntax = "directive-syntax", Error;
    /// A footnote is used but not written.
    UndefinedFootnote = "undefined-footnote", Error;
    /// A footnote is written but not used.
    UnusedFootnote = "unused-footnote", Warning;
    /// Raw HTML where the site forbids it.
    RawHtml = "raw-html", Error;
    /// A link whose address would run a program.
    UnsafeLink = "unsafe-link", Error;
    /// A tag that no browser knows.
    UnknownElement = "unknown-element", Warning;
    /// What looks like Markdown and is printed as it is written.
    PrintedMarkup = "printed-markup", Warning;
    /// A picture whose credit is shown nowhere.
    HiddenCredit = "hidden-credit", Warning;
    /// A cell of a table for which there is no column.
    LostCell = "lost-cell", Warning;
    /// A call-out of a kind that nobody declared.
    UnknownCallout = "unknown-callout", Error;
    /// A question without an answer, or an answer without a question.
    IncompleteFaq = "incomplete-faq", Error;
    /// Markdown nested deeper than byline reads.
    TooDeep = "too-deep", Error;

    // The site as a whole.
    /// A person that has no file under content/people/.
    UnknownPerson = "unknown-person", Error;
    /// A citation of a source that is not defined.
    UnknownSource = "unknown-source", Error;
    /// Two sources with one id.
    DuplicateSource = "duplicate-source", Error;
    /// One question that is answered twice.
    DuplicateQuestion = "duplicate-question", Warning;
    /// A link to a file or address that the site does not have.
    BrokenLink = "broken-link", Error;
    /// A link to a heading that its page does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A wiki link that fits more than one article.
    AmbiguousLink = "ambiguous-link", Error;
    /// An article that expires before it is published.
    NeverPublished = "never-published", Warning;
    /// A link to an article that will not be public when the one that links to it is.
    LinkWillBreak = "link-will-break", Warning;
    /// A link to an article that is not published.
    LinkToUnpublished = "link-to-unpublished", Error;
    /// A picture or other file that is not there.
    MissingAsset = "missing-asset", Error;
    /// Two pages or files want one address.
    AddressClash = "address-clash", Error;
    /// An address that cannot be used.
    BadAddress = "bad-address", Error;
    /// A redirect of a file, in the place of which a page would stand.
    RedirectOfFile = "redirect-of-file", Warning;
    /// A page redirects to itself.
    SelfRedirect = "self-redirect", Warning;
    /// A redirect leads to another redirect.
    RedirectChain = "redirect-chain", Error;
    /// Redirects lead round in a circle.
    RedirectLoop = "redirect-loop", Error;
    /// An address that was promised to stay is gone, and nothing leads from there.
    AddressGone = "address-gone", Error;
    /// A heading's address that was promised to stay is gone.
    AnchorGone = "anchor-gone", Error;
    /// The list of promised addresses cannot be read.
    BadLock = "bad-lock", Error;
    /// Addresses are to be locked, and none is.
    MissingLock = "missing-lock", Warning;
    /// A component that the theme does not have.
    UnknownComponent = "unknown-component", Error;
    /// An attribute that the component does not have.
    UnknownAttribute = "unknown-attribute", Error;
    /// An attribute that the component needs.
    MissingAttribute = "missing-attribute", Error;
    /// A place with nothing to show there.
    EmptyPlace = "empty-place", Warning;
    /// A place that stands twice in one article.
    DuplicatePlace = "duplicate-place", Error;
    /// A term that articles spell in two ways.
    TermSpelling = "term-spelling", Warning;
    /// A term or a person that an article names twice.
    RepeatedTerm = "repeated-term", Warning;
    /// Two articles of a series with one number.
    DuplicatePart = "duplicate-part", Warning;
    /// An introduction of a list that has no articles.
    UnusedIntroduction = "unused-introduction", Warning;
    /// A setting names something that this byline cannot do.
    NotSupported = "not-supported", Error;
    /// A style of references that is not there.
    UnknownStyle = "unknown-style", Error;
    /// A style of references that cannot be used.
    BadStyle = "bad-style", Error;

    // The theme.
    /// A theme that is not there.
    UnknownTheme = "unknown-theme", Error;
    /// A template that the theme does not have.
    UnknownTemplate = "unknown-template", Error;
    /// A query that nobody has declared.
    UnknownQuery = "unknown-query", Error;
    /// A template cannot be read or rendered.
    TemplateError = "template-error", Error;
    /// A word that a template asks for and no translation has.
    MissingWord = "missing-word", Error;

    // Levels and exceptions.
    /// A rule that byline does not have.
    UnknownRule = "unknown-rule", Error;
    /// A comment that excuses an article from a rule, and gives no reason.
    AllowWithoutReason = "allow-without-reason", Warning;
    /// An exception whose day has come.
    ExpiredException = "expired-exception", Warning;
    /// An exception that excuses nothing.
    UnusedException = "unused-exception", Warning;

    // What `byline check` finds in templates.
    /// A template reads a field that no view has.
    UnknownViewField = "unknown-view-field", Warning;
    /// A theme lacks a component that articles need.
    MissingComponent = "missing-component", Warning;
    /// A component that neither a template nor an article can call.
    UnusedComponent = "unused-component", Advice;
    /// A word of a translation that nothing shows, or a placeholder in one that nobody fills.
    UnusedWord = "unused-word", Warning;
    /// An address in a template or in `head_extra` that the site does not have.
    TemplateLink = "template-link", Warning;
    /// A template of the site's own, or a file of words, that nothing uses.
    UnusedOverride = "unused-override", Warning;

    // What `byline check` looks for besides: one file of src/lint/rules each.
    /// An article that no link leads to.
    OrphanArticle = "orphan-article", Warning;
    /// An article of the site's first language that another one lacks.
    MissingTranslation = "missing-translation", Advice;
    /// A source that its article never cites.
    UnusedSource = "unused-source", Warning;
    /// A link to another site without encryption.
    HttpLink = "http-link", Warning;
    /// A link to the site itself by its whole address.
    FullAddress = "full-address", Advice;
    /// A heading that is more than one level below the one before.
    SkippedHeading = "skipped-heading", Warning;
    /// A link to a page of another site that is gone.
    DeadLink = "dead-link", Warning;
    /// A source whose page is gone, and whose reader is not led to a copy.
    DeadSource = "dead-source", Warning;
    /// A page of another site that has moved for good.
    MovedLink = "moved-link", Advice;
    /// A link whose text does not say where it leads.
    VagueLinkText = "vague-link-text", Warning;
    /// Terms that do not stand in the order of the alphabet.
    UnsortedTerms = "unsorted-terms", Warning;
    /// A paragraph that is longer than readers like.
    LongParagraph = "long-paragraph", Advice;
    /// A title with more characters than fit where titles are listed.
    LongTitle = "long-title", Advice;
    /// A dek with more characters than fit where articles are listed.
    LongDek = "long-dek", Advice;
    /// A section with more words than readers like to read without a heading.
    LongSection = "long-section", Advice;
    /// A heading with nothing below it.
    EmptySection = "empty-section", Warning;
    /// Two headings with the same words below one heading.
    RepeatedHeading = "repeated-heading", Warning;
    /// A question among the questions that asks nothing.
    StatementForAQuestion = "statement-for-a-question", Warning;
    /// A word that the site does not use, or spells in another way.
    HouseStyle = "house-style", Warning;
    /// The title of another article, without a link to it.
    UnlinkedMention = "unlinked-mention", Advice;
    /// A sentence that readers would want a source for, without one.
    ClaimWithoutSource = "claim-without-source", Advice;
    /// A link to an address that only redirects to another.
    RedirectInUse = "redirect-in-use", Warning;
    /// An article of a kind that needs sources, and cites none.
    NoSources = "no-sources", Warning;
    /// Two sources under two ids that are one work.
    DuplicateSourceAddress = "duplicate-source-address", Warning;
    /// A source that may change, without the day on which it was read.
    NoAccessDate = "no-access-date", Advice;
    /// A source that appeared long ago, cited by an article that did not.
    OldSource = "old-source", Advice;
    /// An article that mostly cites its own site.
    SelfCitation = "self-citation", Advice;
    /// An author or reviewer of whom the site tells nothing.
    NoBiography = "no-biography", Advice;
    /// Somebody who reviewed or checked an article of their own.
    ReviewerIsAuthor = "reviewer-is-author", Warning;
    /// Something that is said to be done, on a day that has not come.
    DateInTheFuture = "date-in-the-future", Warning;
    /// An article that was changed before it was published.
    UpdatedBeforePublished = "updated-before-published", Warning;
    /// An article that is said to be changed and is not.
    UpdatedWithoutChange = "updated-without-change", Warning;
    /// An article that was changed a lot and is not said to be.
    ChangedWithoutUpdate = "changed-without-update", Advice;
    /// An article whose review is overdue.
    ReviewDue = "review-due", Warning;
    /// A picture that has no alternative text and is not marked as a decoration.
    NoAlt = "no-alt", Warning;
    /// An alternative text that is the name of the picture's file.
    AltIsFileName = "alt-is-file-name", Warning;
    /// An alternative text that says what the caption says.
    AltIsCaption = "alt-is-caption", Warning;
    /// A photograph whose maker is not named.
    NoCredit = "no-credit", Warning;
    /// A photograph that does not say what others may do with it.
    NoLicence = "no-licence", Advice;
    /// A picture with fewer pixels than its place asks for.
    SmallImage = "small-image", Warning;
    /// A picture whose file is larger than readers like to wait for.
    HeavyImage = "heavy-image", Advice;
    /// A page without the parts that readers with a screen reader jump to.
    Landmarks = "landmarks", Warning;
    /// A built page whose headings are no outline of it.
    HeadingOrder = "heading-order", Warning;
    /// Something to press, to fill in or to look at that has no name.
    NamelessControl = "nameless-control", Warning;
    /// A table of which nothing says what its columns or rows are.
    TableWithoutHeaders = "table-without-headers", Warning;
    /// A page that does not say which language it is in.
    PageLanguage = "page-language", Warning;
    /// An id that two elements of a page have.
    RepeatedId = "repeated-id", Warning;
    /// Two colours of the theme that are too alike for text.
    Contrast = "contrast", Warning;
    /// Structured data that is none, or says what the page does not.
    StructuredData = "structured-data", Warning;
    /// An article whose structured data lacks what search engines recommend.
    IncompleteStructuredData = "incomplete-structured-data", Advice;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
