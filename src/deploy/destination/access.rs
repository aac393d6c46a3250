//! What a storage wants to know before it lets somebody in: it comes from the environment alone.

use std::net::Ipv4Addr;

use crate::config::site::deploy::Storage;
use crate::error::Error;

/// What has to be set to log in with a storage.
struct Wanted {
    /// Whose storage it is, where its address does not say so.
    account: Option<&'static str>,
    /// One of these ways.
    one: &'static [&'static str],
    /// What to do if nothing is set.
    help: &'static str,
}

/// The ways that the library knows; the address that lends a machine its role is asked only if it is named, because
/// where there is none it takes minutes to find out.
const fn wanted(storage: Storage) -> Wanted {
    match storage {
        Storage::S3 => Wanted {
            account: None,
            one: &[
                "AWS_ACCESS_KEY_ID",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_METADATA_ENDPOINT",
                "AWS_SKIP_SIGNATURE",
            ],
            help: "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`; where the machine has a role, set \
                   `AWS_METADATA_ENDPOINT` to `http://169.254.169.254`",
        },
        Storage::Google => Wanted {
            account: None,
            one: &[
                "GOOGLE_APPLICATION_CREDENTIALS",
                "GOOGLE_SERVICE_ACCOUNT",
                "GOOGLE_SERVICE_ACCOUNT_PATH",
                "GOOGLE_SERVICE_ACCOUNT_KEY",
                "SERVICE_ACCOUNT",
                "GOOGLE_BEARER_TOKEN",
                "GOOGLE_SKIP_SIGNATURE",
            ],
            help: "set it to the file with the key of a service account",
        },
        Storage::Azure => Wanted {
            account: Some("AZURE_STORAGE_ACCOUNT_NAME"),
            one: &[
                "AZURE_STORAGE_ACCOUNT_KEY",
                "AZURE_STORAGE_ACCESS_KEY",
                "AZURE_STORAGE_SAS_TOKEN",
                "AZURE_STORAGE_SAS_KEY",
                "AZURE_STORAGE_TOKEN",
                "AZURE_CLIENT_SECRET",
                "AZURE_STORAGE_CLIENT_SECRET",
                "AZURE_FEDERATED_TOKEN_FILE",
                "AZURE_USE_AZURE_CLI",
                "AZURE_MSI_ENDPOINT",
                "AZURE_IDENTITY_ENDPOINT",
                "AZURE_SKIP_SIGNATURE",
            ],
            help: "set `AZURE_STORAGE_ACCOUNT_NAME` and `AZURE_STORAGE_ACCOUNT_KEY`, or one of the other ways to log in",
        },
    }
}

/// Sees that there is something to log in with; `is_set` is whether the environment has a variable.
///
/// # Errors
/// If there is nothing; the message names the variable that is usual.
pub fn check(storage: Storage, name: &str, is_set: impl Fn(&str) -> bool) -> Result<(), Error> {
    let Wanted { account, one, help } = wanted(storage);
    let missing = |variable: &str| {
        Err(Error::new(format!("log in to deploy to {name}"), format!("`{variable}` is not set")).with_help(help))
    };
    if let Some(account) = account.filter(|account| !is_set(account)) {
        return missing(account);
    }
    if !one.iter().any(|name| is_set(name)) {
        return missing(one.first().unwrap_or(&""));
    }
    match storage {
        Storage::S3 if is_set("AWS_ACCESS_KEY_ID") && !is_set("AWS_SECRET_ACCESS_KEY") => {
            missing("AWS_SECRET_ACCESS_KEY")
        }
        _ => Ok(()),
    }
}

/// Whether what is sent to an address is encrypted, stays on this machine, or may be read by others because the
/// environment says so.
///
/// # Errors
/// If none of them is true.
pub fn check_encryption(storage: Storage, endpoint: &str, is_true: impl Fn(&str) -> bool) -> Result<(), Error> {
    let variable = match storage {
        Storage::S3 => "AWS_ALLOW_HTTP",
        Storage::Google => "GOOGLE_ALLOW_HTTP",
        Storage::Azure => "AZURE_ALLOW_HTTP",
    };
    if endpoint.starts_with("https://") || is_local(endpoint) || is_true(variable) {
        return Ok(());
    }
    let cause = "what is sent there without encryption can be read and changed on its way";
    Err(Error::new(format!("deploy to `{endpoint}`"), cause)
        .with_help(format!("write `https://`, or set `{variable}` to `true` where the network is your own")))
}

/// Whether an address is one of this machine, so that what is sent there need not be encrypted.
pub fn is_local(endpoint: &str) -> bool {
    let Some(rest) = endpoint.strip_prefix("http://") else { return false };
    let authority = rest.split('/').next().unwrap_or(rest);
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "localhost" | "[::1]") || host.parse::<Ipv4Addr>().is_ok_and(|host| host.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(storage: Storage, set: &[&str]) -> Result<(), String> {
        check(storage, "the bucket", |name| set.contains(&name)).map_err(|error| error.cause)
    }

    #[test]
    fn what_is_missing_to_log_in_is_named() {
        let missing = |name: &str| Err(format!("`{name}` is not set"));
        assert_eq!(told(Storage::S3, &[]), missing("AWS_ACCESS_KEY_ID"));
        assert_eq!(told(Storage::S3, &["AWS_ACCESS_KEY_ID"]), missing("AWS_SECRET_ACCESS_KEY"));
        assert_eq!(told(Storage::S3, &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]), Ok(()));
        assert_eq!(told(Storage::S3, &["AWS_WEB_IDENTITY_TOKEN_FILE"]), Ok(()));
        assert_eq!(told(Storage::Google, &[]), missing("GOOGLE_APPLICATION_CREDENTIALS"));
        assert_eq!(told(Storage::Google, &["GOOGLE_SERVICE_ACCOUNT"]), Ok(()));
        assert_eq!(told(Storage::Azure, &["AZURE_STORAGE_ACCOUNT_KEY"]), missing("AZURE_STORAGE_ACCOUNT_NAME"));
        assert_eq!(told(Storage::Azure, &["AZURE_STORAGE_ACCOUNT_NAME"]), missing("AZURE_STORAGE_ACCOUNT_KEY"));
        assert_eq!(told(Storage::Azure, &["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_USE_AZURE_CLI"]), Ok(()));
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_encryption() {
        for endpoint in ["http://localhost", "http://localhost:9000", "http://127.0.0.1:9/x", "http://[::1]:9000"] {
            assert!(is_local(endpoint), "{endpoint}");
        }
        for endpoint in ["https://localhost", "http://localhost.example", "http://10.0.0.1:9000", "http://127.0.0.1.x"]
        {
            assert!(!is_local(endpoint), "{endpoint}");
        }
    }
}
