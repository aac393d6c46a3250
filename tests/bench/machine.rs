//! Where and when something was measured.

use std::env;
use std::fs;
use std::thread;

use jiff::Timestamp;

use super::figures;

/// The machine and the date, as the end of a sentence.
pub fn described() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut parts = vec![match field("/proc/cpuinfo", "model name", ':') {
        Some(model) => format!("{cores} cores of {model}"),
        None => format!("{cores} cores"),
    }];
    if let Some(size) = field("/proc/meminfo", "MemTotal", ':').and_then(|size| kibibytes(&size)) {
        parts.push(format!("{} of memory", figures::bytes(size)));
    }
    parts.push(system());
    parts.push(Timestamp::now().strftime("%Y-%m-%d").to_string());
    parts.join(", ")
}

fn system() -> String {
    let name = field("/etc/os-release", "PRETTY_NAME", '=').map(|name| name.trim_matches('"').to_owned());
    let kernel =
        fs::read_to_string("/proc/sys/kernel/osrelease").ok().map(|release| format!("Linux {}", release.trim()));
    match (name, kernel) {
        (Some(name), Some(kernel)) => format!("{name} ({kernel})"),
        (Some(name), None) | (None, Some(name)) => name,
        (None, None) => env::consts::OS.to_owned(),
    }
}

/// The first value of a name in a file of names and values.
fn field(file: &str, name: &str, mark: char) -> Option<String> {
    named(&fs::read_to_string(file).ok()?, name, mark)
}

fn named(text: &str, name: &str, mark: char) -> Option<String> {
    let values = text.lines().filter_map(|line| line.split_once(mark)).filter(|(found, _)| found.trim() == name);
    values.map(|(_, value)| value.trim().to_owned()).next()
}

fn kibibytes(size: &str) -> Option<f64> {
    let number: f64 = size.strip_suffix("kB")?.trim().parse().ok()?;
    Some(number * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_read() {
        let text = "processor\t: 0\nmodel name\t: A fast one @ 3 GHz\nmodel name\t: A second\n";
        assert_eq!(named(text, "model name", ':').as_deref(), Some("A fast one @ 3 GHz"));
        assert_eq!(named(text, "cache", ':'), None);
        assert_eq!(kibibytes("1000 kB"), Some(1_024_000.0));
    }
}
