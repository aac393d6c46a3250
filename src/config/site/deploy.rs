//! `[deploy]`: where `byline deploy` publishes to.

use std::hash::{Hash, Hasher};

use super::compress::Compression;
use super::read::table;
use crate::decode::{Field, Fields};
use crate::diagnostics::Code;
use crate::text::Spanned;

/// `[deploy]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deploy {
    /// Where to; without it, the command line says so.
    pub to: Option<Place>,
    /// The address of a host that speaks as Amazon's, Google's or Azure's storage does, instead of theirs.
    pub endpoint: Option<String>,
    /// The region of a bucket.
    pub region: Option<String>,
    /// The format in which files are published under their plain names, where there is a copy in it.
    pub compressed: Option<Compression>,
    /// How many files may be removed at once; a tenth of what is published, and at least 50, unless it is set.
    pub max_removals: Option<usize>,
}

/// No page shows them, so no page is made anew because they change.
impl Hash for Deploy {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A place that a site can be published to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, as it is written.
    Folder(String),
    /// What a storage calls a bucket or a container.
    Bucket {
        /// Whose storage.
        storage: Storage,
        /// The bucket's name.
        bucket: String,
        /// What the paths of all files begin with, without slashes at the ends; may be empty.
        prefix: String,
    },
}

/// A kind of storage, by the protocol that it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Amazon S3 and what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
}

impl Storage {
    const ALL: [Storage; 3] = [Storage::S3, Storage::Google, Storage::Azure];

    /// What its addresses begin with.
    pub fn scheme(self) -> &'static str {
        match self {
            Storage::S3 => "s3",
            Storage::Google => "gs",
            Storage::Azure => "az",
        }
    }
}

impl Place {
    /// Reads a place: `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX`, or the path of a folder.
    ///
    /// # Errors
    /// What is wrong with it, and what to write instead.
    pub fn read(text: &str) -> Result<Place, (String, String)> {
        let example =
            || "write `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX` or a folder".to_owned();
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text.trim() {
                "" => Err(("nothing is named to deploy to".to_owned(), example())),
                folder => Ok(Place::Folder(folder.to_owned())),
            };
        };
        let Some(storage) = Storage::ALL.into_iter().find(|storage| storage.scheme() == scheme) else {
            return Err((format!("byline does not deploy to `{scheme}://`"), example()));
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '$');
        if bucket.is_empty() || !bucket.chars().all(plain) {
            let message = format!("`{bucket}` is no name of a bucket");
            return Err((message, format!("write it alone, such as `{scheme}://review-example`")));
        }
        let prefix = prefix.trim_matches('/');
        let is_part =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.chars().any(char::is_control);
        if !prefix.is_empty() && !prefix.split('/').all(is_part) {
            let message = format!("`{prefix}` is no path in a bucket");
            return Err((message, format!("write it as `{scheme}://{bucket}/review/live`")));
        }
        Ok(Place::Bucket { storage, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

/// Reads the table.
pub(super) fn deploy(fields: &mut Fields<'_>) -> Deploy {
    let mut deploy = Deploy::default();
    table(fields, "deploy", |fields| {
        fields.hint(&[
            ("bucket", "write `to = \"s3://BUCKET\"`"),
            ("url", "write `to = \"s3://BUCKET\"`; the address of a host of your own is `endpoint`"),
            ("access_key_id", SECRET),
            ("access_key", SECRET),
            ("secret_access_key", SECRET),
            ("secret", SECRET),
            ("token", SECRET),
            ("account", "it comes from the environment: `AZURE_STORAGE_ACCOUNT_NAME`"),
        ]);
        deploy.to = fields.take("to", &[]).and_then(place);
        deploy.endpoint = fields.take("endpoint", &[]).and_then(endpoint);
        let region = fields.take("region", &[]).and_then(Field::filled_line);
        deploy.region = region.map(|region| region.value);
        let formats = Compression::ALL.map(|format| (format.extension(), format));
        let compressed = fields.take("compressed", &[]).and_then(|field| field.choice(&formats));
        deploy.compressed = compressed.map(|format| format.value);
        let most = fields.take("max_removals", &[]).and_then(|field| field.integer_within(0..=1_000_000_000));
        deploy.max_removals = most.and_then(|most| usize::try_from(most.value).ok());
    });
    deploy
}

const SECRET: &str =
    "secrets come from the environment alone, never from a file that is committed: `AWS_ACCESS_KEY_ID`";

fn place(field: Field<'_>) -> Option<Place> {
    let mistakes = field.mistakes();
    let Spanned { value, span } = field.filled_line()?;
    let told =
        |(message, help): (String, String)| mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
    Place::read(&value).map_err(told).ok()
}

fn endpoint(field: Field<'_>) -> Option<String> {
    let mistakes = field.mistakes();
    let Spanned { value, span } = field.filled_line()?;
    let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    if !host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
        || value.contains('@')
    {
        let message = format!("`{value}` is no address of a host");
        let help = "write it as `https://storage.example`; whose it is comes from the environment";
        mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
        return None;
    }
    Some(value.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_bucket_with_a_prefix_or_a_folder() {
        let bucket = |storage, bucket: &str, prefix: &str| {
            Ok(Place::Bucket { storage, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
        };
        assert_eq!(Place::read("s3://review"), bucket(Storage::S3, "review", ""));
        assert_eq!(Place::read("s3://review/"), bucket(Storage::S3, "review", ""));
        assert_eq!(Place::read("gs://review.example/a/b/"), bucket(Storage::Google, "review.example", "a/b"));
        assert_eq!(Place::read("az://$web"), bucket(Storage::Azure, "$web", ""));
        assert_eq!(Place::read("../live"), Ok(Place::Folder("../live".to_owned())));
    }

    #[test]
    fn what_is_no_place_is_refused_with_what_to_write() {
        for text in ["", " ", "ftp://x", "s3://", "s3:///x", "s3://a b", "s3://a/../b", "s3://a/b//c", "file:///tmp"] {
            let (_, help) = Place::read(text).expect_err(text);
            assert!(help.starts_with("write "), "{help}");
        }
    }
}
