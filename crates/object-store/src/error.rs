//! What can go wrong between a program and an object store.

use std::io;
use std::path::PathBuf;

/// Why an object could not be read or written, with what was expected and what was there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The URL is not one that is understood.
    #[error("expected {expected}, got {got}")]
    Url {
        /// The URLs that are understood.
        expected: &'static str,
        /// What is there.
        got: String,
    },
    /// There is no object, or no object below the folder.
    #[error("expected {expected}, got none: the server has nothing of this name")]
    Missing {
        /// What was looked for.
        expected: &'static str,
    },
    /// The server does not allow it, or there are no credentials.
    #[error(
        "expected permission, got {got}; credentials are read from environment variables, such as \
         AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )]
    Denied {
        /// What the server answered.
        got: String,
    },
    /// The server did not do what it was asked for.
    #[error("expected {expected}, got {got} after {}", times(*attempts))]
    Failed {
        /// What it was asked for.
        expected: &'static str,
        /// What it answered at last, or why there was no answer.
        got: String,
        /// How often it was asked.
        attempts: usize,
    },
    /// The body of an answer ended early.
    #[error("expected {expected} bytes, got {got} after {}", times(*attempts))]
    Short {
        /// The size that the server stated.
        expected: u64,
        /// How many came.
        got: u64,
        /// How often it was asked.
        attempts: usize,
    },
    /// The object is larger than the caller allows.
    #[error("expected at most {limit} bytes, got {bytes}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The object was replaced while it was read.
    #[error("expected the object as it was opened, got a newer one")]
    Changed,
    /// The server cannot do this at all.
    #[error("expected {expected}, which this server cannot give: {got}")]
    NotSupported {
        /// What it was asked for.
        expected: &'static str,
        /// Its answer.
        got: String,
    },
    /// The system has no threads or certificates for the client.
    #[error("expected a client that can be started, got: {0}")]
    Start(String),
    /// Something is wrong with an object.
    #[error("{url}: {error}")]
    At {
        /// Its URL.
        url: String,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// A local file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The same error with the URL of its object.
    pub(crate) fn at(self, url: &str) -> Self {
        match self {
            Self::At { .. } | Self::Io { .. } => self,
            error => Self::At { url: url.into(), error: Box::new(error) },
        }
    }

    /// The error without the URL, for callers that name it themselves.
    #[must_use]
    pub fn without_url(self) -> Self {
        match self {
            Self::At { error, .. } => *error,
            error => error,
        }
    }

    /// Whether an answer came whose body did not: object_store gave up before it had made all
    /// attempts, and the reason is no status.
    pub(crate) fn ended_early(&self, retries: usize) -> bool {
        match self {
            Self::At { error, .. } => error.ended_early(retries),
            Self::Failed { got, attempts, .. } => {
                *attempts <= retries && !got.starts_with(|first: char| first.is_ascii_digit())
            }
            _ => false,
        }
    }

    /// Whether there is no such object.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::At { error, .. } => error.is_missing(),
            error => matches!(error, Self::Missing { .. }),
        }
    }
}

/// Without the URL, which readers of files name themselves.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.without_url() {
            Error::Io { source, .. } => return source,
            error => {
                let kind = match &error {
                    Error::Missing { .. } => io::ErrorKind::NotFound,
                    Error::Denied { .. } => io::ErrorKind::PermissionDenied,
                    _ => io::ErrorKind::Other,
                };
                (kind, error)
            }
        };
        Self::new(kind.0, kind.1)
    }
}

fn times(attempts: usize) -> String {
    if attempts == 1 { "one attempt".to_owned() } else { format!("{attempts} attempts") }
}

/// What a failed request comes to; `expected` is what it was about.
pub(crate) fn failed(error: object_store::Error, expected: &'static str) -> Error {
    use object_store::Error as Theirs;
    let (got, attempts) = answer(&error);
    match error {
        Theirs::NotFound { .. } => Error::Missing { expected },
        Theirs::PermissionDenied { .. } | Theirs::Unauthenticated { .. } => Error::Denied { got },
        Theirs::Precondition { .. } => Error::Changed,
        Theirs::NotSupported { .. } | Theirs::NotImplemented { .. } => {
            Error::NotSupported { expected, got }
        }
        _ => Error::Failed { expected, got, attempts },
    }
}

/// What the server answered, and how often it was asked. object_store keeps the types of both to
/// itself, so that they are read from the messages along the chain of causes.
fn answer(error: &object_store::Error) -> (String, usize) {
    let mut messages = vec![error.to_string()];
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        messages.push(cause.to_string());
        source = cause.source();
    }
    let after = |text: &str, start: &str| Some(text.split_once(start)?.1.to_owned());
    let retries = messages
        .iter()
        .find_map(|text| after(text, ", after ")?.split_once(" retries")?.0.parse::<usize>().ok());
    let status = messages.iter().find_map(|text| after(text, "status code: ")).map(|text| {
        let status = text.split_once(": ").map_or(text.as_str(), |(status, _)| status);
        let code =
            after(&text, "<Code>").and_then(|it| Some(it.split_once("</Code>")?.0.to_owned()));
        code.map_or(status.to_owned(), |code| format!("{status} ({code})"))
    });
    let cause = messages.pop().unwrap_or_default();
    (status.unwrap_or(cause), 1 + retries.unwrap_or(0))
}
