//! `emo web`.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

use emo_pipeline::{Error, Result};
use sha2::{Digest, Sha256};
use tiny_http::{Header, Request, Response, Server};

use crate::arguments::Web;
use crate::console::Console;

/// The page's files, each with its path: made by `build.rs` from `crates/web/dist`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The same policy as in the page, for the worker's file too: a worker has the policy of the
/// response that it comes from.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Serves the page until the program is ended.
pub(crate) fn run(arguments: &Web, console: &Console) -> Result<()> {
    if FILES.is_empty() {
        return Err(Error::InvalidParameter {
            parameter: "web".into(),
            expected: "the page in the program: run crates/web/build.sh, then build emo again"
                .into(),
            got: "an emo that was built without it".into(),
        });
    }
    let address = SocketAddr::new(arguments.address, arguments.port);
    let failed = |error| Error::Io(std::io::Error::other(format!("{address}: {error}")));
    let server = Server::http(address).map_err(failed)?;
    let place = server.server_addr();
    let url = format!("http://{place}/");
    writeln!(std::io::stdout(), "The page is at {url} (end with Ctrl-C).")?;
    if arguments.open && !open(&url) {
        console.note("no browser could be started");
    }
    let files: Vec<File> = FILES.iter().map(|(path, bytes)| File::new(path, bytes)).collect();
    for request in server.incoming_requests() {
        // A browser that has gone away is no error of the server.
        let _ = answer(request, &files);
    }
    Ok(())
}

/// A file and what is said of it.
struct File {
    path: &'static str,
    bytes: &'static [u8],
    tag: String,
}

impl File {
    fn new(path: &'static str, bytes: &'static [u8]) -> Self {
        let hash: String =
            Sha256::digest(bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
        Self { path, bytes, tag: format!("\"{hash}\"") }
    }

    fn headers(&self) -> Vec<Header> {
        // The names in assets/ have a hash of the content.
        let lasts = self.path.starts_with("assets/");
        let caching = if lasts { "public, max-age=31536000, immutable" } else { "no-cache" };
        let pairs = [
            ("Content-Type", content_type(self.path)),
            ("Cache-Control", caching),
            ("ETag", &self.tag),
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ];
        let header = |(name, value): &(&str, &str)| {
            Header::from_bytes(name.as_bytes(), value.as_bytes()).ok()
        };
        pairs.iter().filter_map(header).collect()
    }
}

fn answer(request: Request, files: &[File]) -> std::io::Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let Some(file) = files.iter().find(|file| file.path == path) else {
        return request.respond(Response::from_string("no such file\n").with_status_code(404));
    };
    let known = request
        .headers()
        .iter()
        .any(|header| header.field.equiv("If-None-Match") && header.value.as_str() == file.tag);
    let (status, bytes) = if known { (304, &[][..]) } else { (200, file.bytes) };
    request.respond(Response::new(status.into(), file.headers(), bytes, Some(bytes.len()), None))
}

/// The MIME type of a file; a browser compiles WebAssembly while it loads by its own type alone.
fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ogg" => "audio/ogg",
        _ => "application/octet-stream",
    }
}

/// Starts the browser by the system's command for it.
fn open(url: &str) -> bool {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "windows") {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let command = Command::new(program)
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    command.is_ok()
}
