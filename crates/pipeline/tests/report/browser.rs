//! A page in headless Chromium, and what a script finds wrong with it there.
//!
//! A window cannot be as narrow as a phone, so that the page stands in a frame of that width.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

/// What was seen of a page.
pub(crate) struct Seen {
    /// What is wrong, in words.
    pub(crate) problems: Vec<String>,
    /// What the browser wrote to its console.
    pub(crate) console: String,
    pub(crate) n_plots: usize,
}

#[derive(Deserialize)]
struct Found {
    problems: Vec<String>,
    n_plots: usize,
}

/// The page around the frame; `{page}` and `{width}` stand for what is looked at.
const FRAME: &str = r#"<!DOCTYPE html><html><body><pre id="found"></pre>
<iframe id="frame" style="border: 0; width: {width}px; height: 900px" srcdoc="{page}"></iframe>
<script>
addEventListener("load", () => {
  const page = frame.contentDocument, problems = [];
  const root = page.documentElement;
  if (root.scrollWidth > frame.clientWidth) {
    problems.push(`the page is ${root.scrollWidth} pixels wide, wider than ${frame.clientWidth}`);
  }
  const requests = frame.contentWindow.performance.getEntriesByType("resource");
  for (const request of requests) problems.push(`a request for ${request.name}`);
  const plots = page.querySelectorAll("figure svg");
  for (const plot of plots) {
    const name = plot.getAttribute("aria-label");
    const box = plot.getBoundingClientRect();
    const shapes = plot.querySelectorAll("path, rect, circle");
    if (box.width < 250 || box.height < 50) problems.push(`${name} is not drawn`);
    if (shapes.length < 2) problems.push(`${name} is empty`);
    const scale = box.width / plot.viewBox.baseVal.width;
    for (const text of plot.querySelectorAll("text")) {
      const at = text.getBoundingClientRect();
      const words = `${name}: ${text.textContent}`;
      if (text.getAttribute("font-size") * scale < 9) problems.push(`${words} is too small`);
      if (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1
          || at.bottom > box.bottom + 1) problems.push(`${words} is cut off`);
    }
  }
  found.textContent = JSON.stringify({ problems, n_plots: plots.length });
});
</script></body></html>"#;

/// Looks at a page of this width in pixels; `None` where there is no Chromium.
pub(crate) fn look_at(html: &str, width: u32) -> Option<Seen> {
    let chromium = chromium()?;
    let folder = tempfile::tempdir().unwrap();
    let page = html.replace('&', "&amp;").replace('"', "&quot;");
    let frame = FRAME.replace("{width}", &width.to_string()).replace("{page}", &page);
    let path = folder.path().join("frame.html");
    fs::write(&path, frame).unwrap();
    let output = Command::new(chromium)
        // The sandbox wants more rights than a container has; the page is our own.
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"])
        .args(["--window-size=1400,1000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let (dom, log) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let found = dom.split_once("<pre id=\"found\">").and_then(|(_, it)| it.split_once("</pre>"));
    let (found, _) = found.ok_or(&log).unwrap();
    let found: Found = serde_json::from_str(&unescaped(found)).unwrap();
    let console: Vec<&str> = log.lines().filter(|line| line.contains(":CONSOLE")).collect();
    Some(Seen { problems: found.problems, console: console.join("\n"), n_plots: found.n_plots })
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}

/// The browser on the path.
fn chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let named = |folder: PathBuf| {
        ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name))
    };
    std::env::split_paths(&folders).flat_map(named).find(|path| path.is_file())
}
