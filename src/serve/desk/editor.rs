//! Links that open a file in the author's editor.

use std::path::Path;

use crate::route::encode_path;
use crate::text::RelPath;

/// The link for a place in a file of the site; `None` if site.toml names no editor.
///
/// In `[editor] link`, `{path}` is the absolute path, percent-encoded, `{line}` and `{column}` count from 1. A single
/// slash before `{path}` is that of the path.
pub fn link(template: Option<&str>, root: &Path, file: &RelPath, line: usize, column: usize) -> Option<String> {
    let template = template?;
    let absolute = std::path::absolute(file.on_disk(root)).ok()?;
    let mut path = String::new();
    encode_path(&absolute.to_string_lossy().replace('\\', "/"), &mut path);
    let has_slash = template.contains("/{path}") && !template.contains("//{path}");
    let path = if has_slash { path.trim_start_matches('/') } else { &path };
    let link = template.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
    Some(link.replace("{path}", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_the_line_with_one_slash_before_the_path() {
        let file = RelPath::new("content/a b.md").expect("a clean path");
        let link = |template| link(Some(template), Path::new("/srv/site"), &file, 3, 7).expect("a link");
        assert_eq!(link("vscode://file/{path}:{line}:{column}"), "vscode://file/srv/site/content/a%20b.md:3:7");
        assert_eq!(
            link("vim://open?url=file://{path}&line={line}"),
            "vim://open?url=file:///srv/site/content/a%20b.md&line=3"
        );
        assert_eq!(super::link(None, Path::new("/srv"), &file, 1, 1), None);
    }
}
