//! The microphone, behind the feature `microphone`.

mod connection;
mod device;

use std::time::{Duration, Instant};

use emo_audio_io::Channels;

use self::connection::{Connect, Connection};
use self::device::Devices;
pub use self::device::{InputDevice, input_devices};
use crate::queue::Received;
use crate::{Error, Result};

/// How often to look for samples. A device gives a block every 10 to 20 ms.
const POLL: Duration = Duration::from_millis(4);
/// How long to wait before a device that has vanished is looked for again.
const RETRY: Duration = Duration::from_millis(500);
/// A device that gives nothing for so long has vanished without a word.
const SILENT: Duration = Duration::from_secs(5);

/// What came from the microphone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Captured {
    /// Samples of each channel that was asked for.
    Block(Vec<Vec<f32>>),
    /// So many samples of each channel were dropped here, because the work was too slow.
    Dropped(u64),
    /// The device has vanished. It is looked for until it is back.
    Lost {
        /// What the device reported.
        reason: String,
    },
    /// The device is back; it was away for as long as so many samples of each channel take.
    Back(u64),
    /// Nothing yet.
    Nothing,
}

/// A microphone that is open: the audio callback fills a bounded queue, from which
/// [`next`](Self::next) takes.
///
/// ```no_run
/// use std::time::Duration;
/// use emo_audio_io::Channels;
/// use emo_live::{Captured, Microphone};
///
/// let mut microphone = Microphone::open(None, Channels::Mix)?;
/// if let Captured::Block(channels) = microphone.next(Duration::from_millis(100))? {
///     println!("{} samples at {} Hz", channels[0].len(), microphone.sample_rate());
/// }
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Debug)]
pub struct Microphone {
    connect: Box<dyn Connect>,
    channels: Channels,
    connection: Option<Connection>,
    sample_rate: u32,
    n_channels: usize,
    /// When samples came last, or when the device was lost.
    last: Instant,
    tried: Instant,
    interleaved: Vec<f32>,
}

impl Microphone {
    /// Opens the device with this name ([`InputDevice::id`] or [`InputDevice::name`]), or the
    /// default one, and takes these of its channels.
    ///
    /// # Errors
    ///
    /// [`Error::Microphone`] if there is no such device, it cannot be opened, or it does not have
    /// the channel.
    pub fn open(device: Option<&str>, channels: Channels) -> Result<Self> {
        Self::with(Box::new(Devices::new(device)), channels)
    }

    fn with(mut connect: Box<dyn Connect>, channels: Channels) -> Result<Self> {
        let connection = connect.connect()?;
        let (sample_rate, n_channels) = (connection.sample_rate, connection.channels);
        if let Channels::One(channel) = channels
            && channel >= n_channels
        {
            let expected = format!("a channel up to {n_channels}");
            return Err(Error::microphone(expected, channel + 1));
        }
        let now = Instant::now();
        Ok(Self {
            connect,
            channels,
            connection: Some(connection),
            sample_rate,
            n_channels,
            last: now,
            tried: now,
            interleaved: Vec::new(),
        })
    }

    /// Samples in a second.
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// How many channels a block has.
    pub fn n_channels(&self) -> usize {
        if self.channels == Channels::Each { self.n_channels } else { 1 }
    }

    /// How often the device itself reported that samples were lost before they came here.
    pub fn overruns(&self) -> usize {
        self.connection.as_ref().map_or(0, Connection::overruns)
    }

    /// What comes next; waits for it no longer than `patience`.
    ///
    /// # Errors
    ///
    /// [`Error::Microphone`] if the device is back with another sample rate or other channels.
    pub fn next(&mut self, patience: Duration) -> Result<Captured> {
        let started = Instant::now();
        loop {
            let captured = match &self.connection {
                Some(_) => self.receive(),
                None => self.reconnect()?,
            };
            if captured != Captured::Nothing || started.elapsed() >= patience {
                return Ok(captured);
            }
            std::thread::sleep(POLL);
        }
    }

    fn receive(&mut self) -> Captured {
        let Some(connection) = &mut self.connection else { return Captured::Nothing };
        self.interleaved.clear();
        match connection.receiver.pop(&mut self.interleaved) {
            Received::Samples => {
                self.last = Instant::now();
                return Captured::Block(self.planes());
            }
            Received::Gap(n) => return Captured::Dropped((n / self.n_channels) as u64),
            Received::Nothing => {}
        }
        let is_silent = self.last.elapsed() > SILENT;
        let silent = || is_silent.then(|| format!("no samples for {} s", SILENT.as_secs()));
        let Some(reason) = connection.failure().or_else(silent) else { return Captured::Nothing };
        self.connection = None;
        self.tried = Instant::now();
        Captured::Lost { reason }
    }

    /// Looks for the device, at most every [`RETRY`].
    fn reconnect(&mut self) -> Result<Captured> {
        if self.tried.elapsed() < RETRY {
            return Ok(Captured::Nothing);
        }
        let connection = self.connect.connect();
        self.tried = Instant::now();
        let Ok(connection) = connection else { return Ok(Captured::Nothing) };
        let format = |rate, channels| format!("{rate} Hz and {channels} channels, as before");
        if (connection.sample_rate, connection.channels) != (self.sample_rate, self.n_channels) {
            let expected = format(self.sample_rate, self.n_channels);
            let got = format!("{} Hz and {}", connection.sample_rate, connection.channels);
            return Err(Error::microphone(expected, got));
        }
        self.connection = Some(connection);
        let away = self.last.elapsed().as_secs_f64() * f64::from(self.sample_rate);
        self.last = Instant::now();
        Ok(Captured::Back(away as u64))
    }

    /// The channels that were asked for, from samples in turns.
    fn planes(&self) -> Vec<Vec<f32>> {
        let frames = || self.interleaved.chunks_exact(self.n_channels);
        let one = |channel: usize| frames().filter_map(|it| it.get(channel).copied()).collect();
        match self.channels {
            Channels::Each => (0..self.n_channels).map(one).collect(),
            Channels::One(channel) => vec![one(channel)],
            _ => {
                let scale = 1.0 / self.n_channels as f32;
                vec![frames().map(|frame| frame.iter().sum::<f32>() * scale).collect()]
            }
        }
    }
}

#[cfg(test)]
mod tests;
