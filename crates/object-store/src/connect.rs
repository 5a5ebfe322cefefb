//! Clients of the providers.

use std::sync::Arc;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::http::HttpBuilder;
use object_store::memory::InMemory;
use object_store::{ClientConfigKey, ObjectStore, RetryConfig};

use crate::location::{Location, Provider};

/// The time limits of a request where the environment has no others: object_store's 30 seconds for
/// all of a request are too few for a large object on a slow line, and silence has no limit there.
const TIMES: [(ClientConfigKey, &str, &str); 2] = [
    (ClientConfigKey::Timeout, "TIMEOUT", "1 hour"),
    (ClientConfigKey::ReadTimeout, "READ_TIMEOUT", "30 seconds"),
];

/// A client that is configured by the environment.
macro_rules! from_env {
    ($builder:ty, $key:path, $prefix:literal, $location:ident, $retry:ident) => {{
        let mut builder =
            <$builder>::from_env().with_url($location.root.clone()).with_retry($retry);
        for (key, name, value) in TIMES {
            if std::env::var_os(format!("{}_{name}", $prefix)).is_none() {
                builder = builder.with_config($key(key), value);
            }
        }
        Arc::new(builder.build()?)
    }};
}

/// The client of a bucket or a web server.
pub(crate) fn connect(
    location: &Location,
    retry: RetryConfig,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    choose_cryptography();
    Ok(match location.provider {
        Provider::S3 => {
            from_env!(AmazonS3Builder, AmazonS3ConfigKey::Client, "AWS", location, retry)
        }
        Provider::Google => {
            from_env!(GoogleCloudStorageBuilder, GoogleConfigKey::Client, "GOOGLE", location, retry)
        }
        Provider::Azure => {
            from_env!(MicrosoftAzureBuilder, AzureConfigKey::Client, "AZURE", location, retry)
        }
        Provider::Web => {
            let mut builder = HttpBuilder::new().with_url(location.root.clone()).with_retry(retry);
            builder = builder.with_config(ClientConfigKey::AllowHttp, "true");
            for (key, _, value) in TIMES {
                builder = builder.with_config(key, value);
            }
            Arc::new(builder.build()?)
        }
        Provider::Memory => Arc::new(InMemory::new()),
    })
}

/// rustls keeps one choice of cryptography for the whole program, and object_store leaves it to the
/// program. One that was chosen before remains.
fn choose_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
