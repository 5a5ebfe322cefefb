//! Headless Chromium, and what a script finds wrong with a page there.
//!
//! A window cannot be as narrow as a phone, so that the page is in a frame of that width.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;

/// How a page is looked at.
pub(crate) struct Look {
    /// Width of the frame, in pixels.
    pub(crate) width: u32,
    /// Whether the reader prefers dark pages.
    pub(crate) is_dark: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 1280, is_dark: false }
    }
}

/// What was seen of a page.
pub(crate) struct Seen {
    /// What is wrong, in words.
    pub(crate) problems: Vec<String>,
    /// What the browser wrote to its console.
    pub(crate) console: String,
    pub(crate) n_plots: usize,
    pub(crate) is_dark: bool,
    /// What a timeline shows at first, and after a click in the middle of its picture.
    pub(crate) shown: Vec<String>,
}

#[derive(Deserialize)]
struct Found {
    problems: Vec<String>,
    n_plots: usize,
    is_dark: bool,
    shown: Vec<String>,
}

/// The page around the frame; `{page}` and `{width}` are replaced.
const FRAME: &str = r#"<!DOCTYPE html><html><body><pre id="found"></pre>
<iframe id="frame" style="border: 0; width: {width}px; height: 900px" srcdoc="{page}"></iframe>
<script>{script}</script></body></html>"#;

/// What looks at the page in the frame.
const SCRIPT: &str = include_str!("inspect.js");

/// The browser on the path.
pub(crate) struct Chromium(PathBuf);

impl Chromium {
    /// `None` where there is none.
    pub(crate) fn find() -> Option<Self> {
        let folders = std::env::var_os("PATH")?;
        let named = |folder: PathBuf| {
            ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name))
        };
        std::env::split_paths(&folders).flat_map(named).find(|path| path.is_file()).map(Self)
    }

    /// Looks at a page.
    pub(crate) fn look_at(&self, html: &str, look: Look) -> Seen {
        let folder = tempfile::tempdir().unwrap();
        let page = html.replace('&', "&amp;").replace('"', "&quot;");
        let frame = FRAME
            .replace("{width}", &look.width.to_string())
            .replace("{script}", SCRIPT)
            .replace("{page}", &page);
        let path = folder.path().join("frame.html");
        fs::write(&path, frame).unwrap();
        let scheme = if look.is_dark { 0 } else { 1 };
        let scheme = format!("--blink-settings=preferredColorScheme={scheme}");
        let output = self.run(folder.path(), &["--dump-dom", &scheme], &path);
        let dom = String::from_utf8_lossy(&output.stdout);
        let log = String::from_utf8_lossy(&output.stderr);
        let found =
            dom.split_once("<pre id=\"found\">").and_then(|(_, it)| it.split_once("</pre>"));
        let (found, _) = found.ok_or(&log).unwrap();
        let found: Found = serde_json::from_str(&unescaped(found)).map_err(|_| &log).unwrap();
        let console: Vec<&str> = log.lines().filter(|line| line.contains(":CONSOLE")).collect();
        let Found { problems, n_plots, is_dark, shown } = found;
        Seen { problems, console: console.join("\n"), n_plots, is_dark, shown }
    }

    /// Prints a page to a PDF file.
    pub(crate) fn print(&self, html: &str, pdf: &Path) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        fs::write(&path, html).unwrap();
        let print = format!("--print-to-pdf={}", pdf.display());
        let output = self.run(folder.path(), &["--no-pdf-header-footer", &print], &path);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read(pdf).unwrap()
    }

    fn run(&self, folder: &Path, arguments: &[&str], page: &Path) -> Output {
        Command::new(&self.0)
            // The sandbox wants more rights than a container has; the page is our own.
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"])
            .args(["--window-size=1400,1000"])
            .args(arguments)
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}
