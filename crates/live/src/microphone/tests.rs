//! A device that the test plays.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::connection::Health;
use super::*;
use crate::queue::{SampleSender, sample_queue};

type Played = Arc<Mutex<Option<(SampleSender, Arc<Health>)>>>;

/// Opens a queue that the test fills, unless it is away.
#[derive(Debug)]
struct Made {
    played: Played,
    sample_rate: Arc<AtomicU32>,
    refusals: usize,
}

impl Connect for Made {
    fn connect(&mut self) -> Result<Connection> {
        let is_again = self.played.lock().unwrap().is_some();
        if is_again && self.refusals > 0 {
            self.refusals -= 1;
            return Err(Error::microphone("a device", "none"));
        }
        let (sender, receiver) = sample_queue(1024);
        let health = Arc::<Health>::default();
        *self.played.lock().unwrap() = Some((sender, health.clone()));
        let sample_rate = self.sample_rate.load(Ordering::Relaxed);
        Ok(Connection { sample_rate, channels: 2, receiver, health, _stream: Box::new(()) })
    }
}

fn made(refusals: usize) -> Made {
    Made { played: Played::default(), sample_rate: Arc::new(16_000.into()), refusals }
}

fn open(channels: Channels, refusals: usize) -> (Microphone, Played) {
    let made = made(refusals);
    let played = made.played.clone();
    (Microphone::with(Box::new(made), channels).unwrap(), played)
}

fn push(played: &Played, samples: &[f32]) {
    let mut played = played.lock().unwrap();
    played.as_mut().unwrap().0.push(samples.iter().copied());
}

#[test]
fn channels_are_chosen_and_mixed() {
    for (channels, expected) in [
        (Channels::Mix, vec![vec![0.5, 1.5]]),
        (Channels::One(1), vec![vec![1.0, 2.0]]),
        (Channels::Each, vec![vec![0.0, 1.0], vec![1.0, 2.0]]),
    ] {
        let (mut microphone, played) = open(channels, 0);
        push(&played, &[0.0, 1.0, 1.0, 2.0]);
        assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Block(expected));
        assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Nothing);
    }
    let refused = Microphone::with(Box::new(made(0)), Channels::One(2)).unwrap_err().to_string();
    assert_eq!(refused, "microphone: expected a channel up to 2, got 3");
}

#[test]
fn what_is_dropped_is_counted_where_it_is_missing() {
    let (mut microphone, played) = open(Channels::One(0), 0);
    push(&played, &[0.25; 1000]);
    push(&played, &[0.5; 1000]); // no room
    push(&played, &[0.75; 10]); // the gap lasts until it is known
    let block = Captured::Block(vec![vec![0.25; 500]]);
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), block);
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Dropped(505));
    push(&played, &[1.0; 2]);
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Block(vec![vec![1.0]]));
}

#[test]
fn a_device_that_vanished_is_opened_again() {
    let (mut microphone, played) = open(Channels::Mix, 1);
    push(&played, &[0.5; 4]);
    played.lock().unwrap().as_ref().unwrap().1.fail("unplugged".into());
    // What came before is not lost.
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Block(vec![vec![0.5; 2]]));
    let lost = Captured::Lost { reason: "unplugged".into() };
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), lost);
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Nothing);
    let back = microphone.next(Duration::from_secs(60)).unwrap();
    // It is refused once, so that it is away for two retries.
    let Captured::Back(away) = back else { unreachable!("{back:?}") };
    assert!(away >= 16_000, "{away} samples");
    push(&played, &[0.25; 2]);
    assert_eq!(microphone.next(Duration::ZERO).unwrap(), Captured::Block(vec![vec![0.25]]));
}

#[test]
fn a_device_that_is_back_with_another_rate_is_an_error() {
    let made = made(0);
    let (played, sample_rate) = (made.played.clone(), made.sample_rate.clone());
    let mut microphone = Microphone::with(Box::new(made), Channels::Mix).unwrap();
    played.lock().unwrap().as_ref().unwrap().1.fail("unplugged".into());
    sample_rate.store(8000, Ordering::Relaxed);
    assert!(matches!(microphone.next(Duration::ZERO).unwrap(), Captured::Lost { .. }));
    let refused = microphone.next(Duration::from_secs(60)).unwrap_err().to_string();
    let expected = "microphone: expected 16000 Hz and 2 channels, as before, got 8000 Hz and 2";
    assert_eq!(refused, expected);
}
