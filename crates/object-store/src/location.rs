//! URLs of objects.

use object_store::path::Path;
use url::Url;

use crate::{Error, Result};

/// Which client reads an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    S3,
    Google,
    Azure,
    Web,
    /// Objects in memory, for tests.
    Memory,
}

/// A URL, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    /// As it was written.
    pub(crate) url: String,
    pub(crate) provider: Provider,
    /// The URL of the bucket or server. It has the query of a web address, which belongs to each
    /// request.
    pub(crate) root: String,
    /// The object's key.
    pub(crate) path: Path,
}

impl Location {
    /// Takes a URL apart.
    ///
    /// # Errors
    ///
    /// If the scheme is not known, the bucket is missing, or the key has empty parts or `..`.
    pub(crate) fn of(url: &str) -> Result<Self> {
        Self::parsed(url).map_err(|error| error.at(url))
    }

    fn parsed(url: &str) -> Result<Self> {
        let wrong = |got: &str| Error::Url { expected: EXPECTED, got: got.into() };
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("no scheme"))?;
        let provider = match scheme.to_ascii_lowercase().as_str() {
            "s3" | "s3a" => Provider::S3,
            "gs" => Provider::Google,
            "az" | "azure" | "abfs" | "abfss" => Provider::Azure,
            "memory" => Provider::Memory,
            "http" | "https" => return Self::web(url),
            _ => return Err(wrong(&format!("{scheme}://"))),
        };
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() && provider != Provider::Memory {
            return Err(wrong("no bucket"));
        }
        let root = format!("{scheme}://{bucket}");
        Ok(Self { url: url.into(), provider, root, path: Path::parse(key).map_err(wrong_key)? })
    }

    fn web(url: &str) -> Result<Self> {
        let parsed = Url::parse(url)
            .map_err(|error| Error::Url { expected: EXPECTED, got: error.to_string() })?;
        let path = Path::from_url_path(parsed.path()).map_err(wrong_key)?;
        let mut root = parsed;
        root.set_path("");
        root.set_fragment(None);
        Ok(Self { url: url.into(), provider: Provider::Web, root: root.into(), path })
    }

    /// The URL of an object of the same bucket.
    pub(crate) fn url_of(&self, path: &Path) -> String {
        format!("{}/{path}", self.root)
    }
}

fn wrong_key(error: object_store::path::Error) -> Error {
    Error::Url { expected: "a key without empty parts and ..", got: error.to_string() }
}

const EXPECTED: &str = "s3://BUCKET/KEY, gs://BUCKET/KEY, az://CONTAINER/KEY, http:// or https://";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_key_of_a_bucket_is_taken_as_it_is_written() {
        let location = Location::of("s3://calls/a b/ü%20#1?.wav").unwrap();
        assert_eq!(
            (location.root.as_str(), location.path.as_ref()),
            ("s3://calls", "a b/ü%20#1?.wav")
        );
        assert_eq!(location.url_of(&location.path), location.url);
    }

    #[test]
    fn a_web_address_is_decoded_and_its_query_belongs_to_each_request() {
        let location = Location::of("https://host:81/a%20b.wav?token=1#x").unwrap();
        assert_eq!(
            (location.root.as_str(), location.path.as_ref()),
            ("https://host:81/?token=1", "a b.wav")
        );
    }

    #[test]
    fn a_wrong_url_is_an_error_that_says_what_is_expected() {
        for (url, got) in
            [("ftp://host/a", "got ftp://"), ("s3:///a", "got no bucket"), ("a/b", "got no scheme")]
        {
            let error = Location::of(url).unwrap_err().to_string();
            assert!(
                error.starts_with(url) && error.contains("expected s3://") && error.ends_with(got),
                "{error}"
            );
        }
        assert!(
            Location::of("s3://calls/a//b.wav").unwrap_err().to_string().contains("empty parts")
        );
    }
}
