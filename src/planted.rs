//! Bugs that the tests plant to see whether they are caught; without the feature `planted-bugs` there are none.
//!
//! A bug is a line of [`Bug`] and one call where the program would go wrong. Each makes an incremental build, or what a
//! preview shows, differ from a clean one; `tests/suite/random_edits/planted.rs` plants one after the other.

macro_rules! bugs {
    ($($(#[$of:meta])* $list:ident { $($(#[$doc:meta])* $bug:ident $name:literal,)* })*) => {
        /// What can be made wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bug {
            $($($(#[$doc])* $bug,)*)*
        }

        impl Bug {
            $($(#[$of])*
            pub const $list: &[Bug] = &[$(Bug::$bug),*];)*

            /// Every bug.
            pub const ALL: &[Bug] = &[$($(Bug::$bug,)*)*];

            /// The name that plants it.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Bug::$bug => $name,)*)*
                }
            }
        }
    };
}

bugs! {
    /// Those that make a build differ from a clean one.
    OF_BUILDS {
        /// A page does not know which theme it was made with.
        ForgetsTheme "forgets-theme",
        /// A page does not know the settings and the navigation that it was made with.
        ForgetsSettings "forgets-settings",
        /// A page does not know what its own file contained.
        ForgetsDocument "forgets-document",
        /// A page does not know the titles and addresses of the pages above it.
        ForgetsBreadcrumbs "forgets-breadcrumbs",
        /// A page does not know the people whom it names.
        ForgetsPeople "forgets-people",
        /// A page does not know where its links lead.
        ForgetsLinks "forgets-links",
        /// A page does not know its pictures: their address, size and credits.
        ForgetsPictures "forgets-pictures",
        /// A page does not know its sources.
        ForgetsSources "forgets-sources",
        /// The page of a source does not know who cites it.
        ForgetsCiting "forgets-citing",
        /// A list of the whole site does not know its lines.
        ForgetsLines "forgets-lines",
        /// A page does not know the articles before and after it.
        ForgetsNeighbours "forgets-neighbours",
        /// A page does not know the articles that it lists.
        ForgetsArticles "forgets-articles",
        /// A page does not know the terms that it shows.
        ForgetsTerms "forgets-terms",
        /// A page does not know the row of data that it is made of.
        ForgetsRow "forgets-row",
        /// A page does not know the data that its template is given.
        ForgetsQueries "forgets-queries",
        /// A component does not know the rows that it is given.
        RowsByNameAlone "rows-by-name-alone",
        /// A page does not know its series.
        ForgetsSeries "forgets-series",
        /// A page does not know the related articles that it shows.
        ForgetsRelated "forgets-related",
        /// A page does not know the articles that link to it.
        ForgetsMentions "forgets-mentions",
        /// A page does not know the same page in other languages.
        ForgetsTranslations "forgets-translations",
        /// A page does not know the sections and plain pages that it lists.
        ForgetsSections "forgets-sections",
        /// A feed does not know what its articles say.
        FeedWithoutDocuments "feed-without-documents",
        /// A feed does not know who wrote its articles.
        FeedWithoutPeople "feed-without-people",
        /// A feed does not know the components that its articles were made with.
        FeedWithoutTheme "feed-without-theme",
        /// A feed does not know what it is called.
        FeedWithoutTitle "feed-without-title",
        /// The copy of an article in Markdown does not know what its file says.
        CopyWithoutDocument "copy-without-document",
        /// The copy of an article in Markdown does not know who wrote it.
        CopyWithoutPeople "copy-without-people",
        /// Nothing has changed although an article is no news any more.
        UnchangedPastNews "unchanged-past-news",
        /// What rules have found is so still, whatever they look at now.
        FindingsWhateverChanged "findings-whatever-changed",
        /// What rules have found of other articles is so still, whatever their titles are now.
        MentionsWithoutTitles "mentions-without-titles",
        /// The redirects for a host do not know which there are.
        ForgetsRedirects "forgets-redirects",
        /// Facts are kept although they would be parsed in another way now.
        FactsOfOtherOptions "facts-of-other-options",
        /// Facts are kept although the file contains something else.
        FactsOfOtherContent "facts-of-other-content",
        /// What was wrong with a document is not kept with its facts.
        FactsWithoutDiagnostics "facts-without-diagnostics",
        /// Damaged facts are taken for whole ones.
        FactsUnchecked "facts-unchecked",
        /// A file is unchanged if its size and its time say so, which anybody can set back.
        SignatureWithoutCtime "signature-without-ctime",
        /// A file is unchanged if it has the size that it had.
        SignatureWithoutTimes "signature-without-times",
        /// A file of the output is what it was, whatever lies there.
        OutputTrusted "output-trusted",
        /// A list does not know the titles of its articles.
        CardWithoutTitle "card-without-title",
        /// A list does not know the excerpts of its articles.
        CardWithoutExcerpt "card-without-excerpt",
        /// A list does not know who wrote its articles.
        CardWithoutPeople "card-without-people",
        /// A list does not know the dates of its articles.
        CardWithoutDate "card-without-date",
        /// A list does not know the pictures of its articles.
        CardWithoutPicture "card-without-picture",
        /// A further page of a list does not know the standfirst above it.
        FurtherPageWithoutDek "further-page-without-dek",
        /// A page of a list does not know how many there are.
        ListWithoutTotal "list-without-total",
        /// A link without text does not know the title that it shows.
        LinkWithoutTitle "link-without-title",
        /// A page does not know what the people on it do.
        PersonWithoutRole "person-without-role",
        /// A page does not know the type of page that its section asks for.
        SectionWithoutPageType "section-without-page-type",
        /// The page of a source does not know below which headings it is cited.
        CitationWithoutHeading "citation-without-heading",
        /// The page of a source does not know how often an article cites it.
        CitationWithoutUses "citation-without-uses",
        /// The entry of a source does not know the page of its work.
        SourceWithoutPage "source-without-page",
        /// The list of works does not know how many articles cite each.
        WorkWithoutArticles "work-without-articles",
        /// A page does not know which lists of the whole site there are.
        SettingsWithoutLists "settings-without-lists",
        /// Not the icons that every page names, which are files of static/.
        SettingsWithoutIcons "settings-without-icons",
        /// A page does not know what the languages of the site call themselves.
        SettingsWithoutLanguages "settings-without-languages",
        /// A page does not know which of its translations search engines may show.
        TranslationsWithoutIndexing "translations-without-indexing",
        /// A page does not know what the file of a picture says of whose it is.
        PictureWithoutOwnCredit "picture-without-own-credit",
        /// A picture is published with the credit that it had before.
        PublishedWithoutCredit "published-without-credit",
        /// A copy of a picture is taken for that of any other.
        CopyOfOtherPicture "copy-of-other-picture",
        /// A picture has the size that another one had in its place.
        PictureOfOldSize "picture-of-old-size",
        /// What is known of a picture is taken for that of another one under its name.
        PictureKnownByName "picture-known-by-name",
        /// Nothing has changed if no file has, whatever the options say.
        UnchangedWhateverTheOptions "unchanged-whatever-the-options",
        /// Nothing has changed if no file has, wherever the files are.
        UnchangedWhateverTheNames "unchanged-whatever-the-names",
        /// Nothing has changed if all has but what is copied.
        UnchangedWhateverIsCopied "unchanged-whatever-is-copied",
        /// Nothing has changed if no file has, whatever the time is.
        UnchangedWhateverTheInstant "unchanged-whatever-the-instant",
        /// Nothing has changed although an article has expired meanwhile.
        UnchangedPastExpiry "unchanged-past-expiry",
        /// Nothing has changed whatever addresses were promised.
        UnchangedWhateverIsPromised "unchanged-whatever-is-promised",
        /// The search has the words that an article had before it was edited.
        WordsOfOldBody "words-of-old-body",
        /// Of the parts of the search's alphabet that an edit changes, but the first is made anew.
        ShardByFirstWords "shard-by-first-words",
        /// A part of the search's alphabet keeps a word that has left an article.
        ShardWithWordThatLeft "shard-with-word-that-left",
        /// A part of the search's alphabet does not know what a word weighs in an article.
        ShardOfOldWeights "shard-of-old-weights",
        /// A part of the search's alphabet does not know what the people of an article are called now.
        ShardOfOldNames "shard-of-old-names",
        /// A part of the search's alphabet keeps pages that are gone.
        ShardWithPagesThatLeft "shard-with-pages-that-left",
        /// The parts of the search's alphabet do not know the language, nor from how many pages on a word is everywhere.
        ShardsOfOldSeed "shards-of-old-seed",
        /// The search's alphabet is divided as the words were that it had.
        BoundsOfOldWords "bounds-of-old-words",
        /// What the search shows of pages does not know their titles.
        SearchCardWithoutTitle "search-card-without-title",
        /// What pages are made from is what it was, whatever a changed document says now.
        RewordedWhateverItSays "reworded-whatever-it-says",
        /// The page of a document of which words alone have changed is what it was.
        RewordedPageAsItWas "reworded-page-as-it-was",
        /// Articles stay related whatever they say now.
        RelationsOfOldMatter "relations-of-old-matter",
        /// A build of which nothing changed does not say again what is wrong.
        UnchangedWithoutDiagnostics "unchanged-without-diagnostics",
    }
    /// Those that make a preview show something else than a clean build.
    OF_SESSIONS {
        /// An article is shown before the rest of the site, although more than its words has changed.
        RevisionOfOtherFacts "revision-of-other-facts",
        /// An article is shown before the rest of the site, although it has a mistake.
        RevisionWithMistakes "revision-with-mistakes",
        /// An article is shown, and the rest of the site not looked at.
        RevisionIsEnough "revision-is-enough",
        /// A document that has changed is remembered as it was.
        MemoryOfOldContent "memory-of-old-content",
        /// Documents are remembered although they would be parsed in another way now.
        MemoryOfOtherOptions "memory-of-other-options",
        /// What was wrong with a document is not remembered.
        MemoryWithoutDiagnostics "memory-without-diagnostics",
        /// Nothing has changed if all has but what is copied.
        PassWithoutCopied "pass-without-copied",
        /// A site is the same as the last one without mistakes, whatever was shown since.
        MendedSiteIsSame "mended-site-is-same",
        /// A site is shown although it has mistakes.
        ShowsMistakes "shows-mistakes",
        /// A document that has changed since is shown as it is now on the page of the last good site.
        TextsOfOtherContent "texts-of-other-content",
        /// What documents say is held as it was at the beginning.
        TextsOfBeginning "texts-of-beginning",
        /// A file that is gone is taken for a temporary one.
        ForgetsRemovedFiles "forgets-removed-files",
    }
}

/// Whether a bug is planted.
#[cfg(not(feature = "planted-bugs"))]
#[inline(always)]
pub const fn is_planted(_: Bug) -> bool {
    false
}

/// Whether a bug is planted: the environment variable `BYLINE_PLANTED` names it.
#[cfg(feature = "planted-bugs")]
pub fn is_planted(bug: Bug) -> bool {
    static PLANTED: std::sync::LazyLock<Option<String>> = std::sync::LazyLock::new(|| {
        let name = std::env::var("BYLINE_PLANTED").ok()?;
        assert!(Bug::ALL.iter().any(|bug| bug.name() == name), "there is no bug `{name}`");
        Some(name)
    });
    PLANTED.as_deref() == Some(bug.name())
}

/// A limit that no random site reaches unless it is lowered.
#[cfg(not(feature = "planted-bugs"))]
#[inline(always)]
pub const fn limit(usual: usize, _lowered: usize) -> usize {
    usual
}

/// A limit that no random site reaches unless the environment variable `BYLINE_LOWERED` lowers it.
#[cfg(feature = "planted-bugs")]
pub fn limit(usual: usize, lowered: usize) -> usize {
    static IS_LOWERED: std::sync::LazyLock<bool> =
        std::sync::LazyLock::new(|| std::env::var_os("BYLINE_LOWERED").is_some());
    if *IS_LOWERED { lowered } else { usual }
}

/// What is wrong if a bug is planted, else what is right.
#[inline(always)]
pub fn either<T>(bug: Bug, wrong: T, right: T) -> T {
    if is_planted(bug) { wrong } else { right }
}

/// Leaves out what a bug named after it forgets.
#[cfg(not(feature = "planted-bugs"))]
#[inline(always)]
pub fn forget<P>(_: &mut Vec<(P, u64)>) {}

/// Leaves out what a bug named after it forgets.
#[cfg(feature = "planted-bugs")]
pub fn forget<P: std::fmt::Debug>(parts: &mut Vec<(P, u64)>) {
    let is_forgotten = |part: &P| {
        let name = format!("Forgets{part:?}");
        Bug::ALL.iter().any(|bug| is_planted(*bug) && format!("{bug:?}") == name)
    };
    parts.retain(|(part, _)| !is_forgotten(part));
}
