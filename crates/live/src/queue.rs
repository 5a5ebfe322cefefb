//! A queue of samples between a device's callback and the work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// A queue for at least this many samples: one end for the audio callback, one for the work.
///
/// The sender never waits, takes no lock and allocates nothing. When the queue is full it drops
/// samples until the receiver has taken all the others and knows of the gap, so that the
/// place of the gap is exact.
///
/// ```
/// use emo_live::{Received, sample_queue};
///
/// let (mut sender, mut receiver) = sample_queue(4);
/// assert!(sender.push([0.1, 0.2, 0.3].into_iter()));
/// assert!(!sender.push([0.4, 0.5].into_iter())); // no room for both
/// let mut samples = Vec::new();
/// assert_eq!(receiver.pop(&mut samples), Received::Samples);
/// assert_eq!(samples, [0.1, 0.2, 0.3]);
/// assert_eq!(receiver.pop(&mut samples), Received::Gap(2));
/// assert_eq!(receiver.pop(&mut samples), Received::Nothing);
/// ```
pub fn sample_queue(capacity: usize) -> (SampleSender, SampleReceiver) {
    // A power of two, so that places in the ring stay right when the counts overflow.
    let capacity = capacity.max(1).next_power_of_two();
    let ring = Arc::new(Ring {
        samples: (0..capacity).map(|_| AtomicU32::new(0)).collect(),
        written: AtomicUsize::new(0),
        read: AtomicUsize::new(0),
        dropped: AtomicUsize::new(0),
        noticed: AtomicUsize::new(0),
    });
    (SampleSender { ring: Arc::clone(&ring) }, SampleReceiver { ring })
}

/// The samples as bits, and counts that overflow after the largest `usize`.
#[derive(Debug)]
struct Ring {
    samples: Box<[AtomicU32]>,
    written: AtomicUsize,
    read: AtomicUsize,
    dropped: AtomicUsize,
    /// As many of the dropped samples as the receiver knows of.
    noticed: AtomicUsize,
}

impl Ring {
    fn slot(&self, place: usize) -> Option<&AtomicU32> {
        self.samples.get(place & (self.samples.len() - 1))
    }
}

/// The end for the audio callback.
#[derive(Debug)]
pub struct SampleSender {
    ring: Arc<Ring>,
}

impl SampleSender {
    /// Adds all of these samples, or drops all and counts them; `false` where they were dropped.
    pub fn push(&mut self, samples: impl ExactSizeIterator<Item = f32>) -> bool {
        let ring = &*self.ring;
        let written = ring.written.load(Ordering::Relaxed);
        let free = ring.samples.len() - written.wrapping_sub(ring.read.load(Ordering::Acquire));
        let dropped = ring.dropped.load(Ordering::Relaxed);
        let knows_of_gap = ring.noticed.load(Ordering::Acquire) == dropped;
        let n = samples.len();
        if !knows_of_gap || n > free {
            ring.dropped.store(dropped.wrapping_add(n), Ordering::Release);
            return false;
        }
        for (at, sample) in samples.enumerate() {
            if let Some(slot) = ring.slot(written.wrapping_add(at)) {
                slot.store(sample.to_bits(), Ordering::Relaxed);
            }
        }
        ring.written.store(written.wrapping_add(n), Ordering::Release);
        true
    }
}

/// What a [`SampleReceiver`] has next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Samples were appended.
    Samples,
    /// So many samples were dropped here.
    Gap(usize),
    /// Nothing yet.
    Nothing,
}

/// The end for the work.
#[derive(Debug)]
pub struct SampleReceiver {
    ring: Arc<Ring>,
}

impl SampleReceiver {
    /// Takes what has come: appends the samples to `output`, or reports a gap after them.
    pub fn pop(&mut self, output: &mut Vec<f32>) -> Received {
        let ring = &*self.ring;
        // In this order: after samples were dropped none are written until the gap is noticed.
        let dropped = ring.dropped.load(Ordering::Acquire);
        let written = ring.written.load(Ordering::Acquire);
        let read = ring.read.load(Ordering::Relaxed);
        let waiting = written.wrapping_sub(read);
        if waiting > 0 {
            let slots = (0..waiting).filter_map(|at| ring.slot(read.wrapping_add(at)));
            output.extend(slots.map(|slot| f32::from_bits(slot.load(Ordering::Relaxed))));
            ring.read.store(written, Ordering::Release);
            return Received::Samples;
        }
        let gap = dropped.wrapping_sub(ring.noticed.load(Ordering::Relaxed));
        if gap == 0 {
            return Received::Nothing;
        }
        ring.noticed.store(dropped, Ordering::Release);
        Received::Gap(gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_arrives_once_and_in_order_or_is_counted() {
        const BLOCKS: usize = 20_000;
        let (mut sender, mut receiver) = sample_queue(64);
        let pushing = std::thread::spawn(move || {
            for block in 0..BLOCKS {
                sender.push((0..7).map(|k| (7 * block + k) as f32));
            }
        });
        let (mut place, mut gaps, mut samples) = (0, 0, Vec::new());
        loop {
            let is_over = pushing.is_finished();
            match receiver.pop(&mut samples) {
                Received::Samples => {
                    for sample in samples.drain(..) {
                        assert_eq!(sample, place as f32);
                        place += 1;
                    }
                }
                Received::Gap(n) => {
                    place += n;
                    gaps += 1;
                }
                Received::Nothing if is_over => break,
                Received::Nothing => std::thread::yield_now(),
            }
        }
        assert_eq!(place, 7 * BLOCKS);
        println!("{gaps} gaps");
    }
}
