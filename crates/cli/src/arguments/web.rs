//! Arguments of `emo web`.

use std::net::IpAddr;

use clap::Args;

#[derive(Args)]
pub(crate) struct Web {
    /// The port; 0 takes a free one.
    #[arg(long, value_name = "N", default_value_t = 8765)]
    pub(crate) port: u16,
    /// The address to listen on. By default only this machine can connect; browsers give the
    /// microphone to pages of this machine or of HTTPS alone.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,
    /// Open the page in the browser.
    #[arg(long)]
    pub(crate) open: bool,
}
