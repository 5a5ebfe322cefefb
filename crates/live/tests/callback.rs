//! What the callback of a device does allocates nothing.
#![allow(clippy::unwrap_used)] // helpers of tests, too

use emo_live::{Received, sample_queue};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The highest use of memory while `work` runs, above that before.
fn allocated(work: impl FnOnce()) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    work();
    MEMORY.peak_usage() - before
}

#[test]
fn a_callback_allocates_nothing_whether_the_queue_has_room_or_not() {
    let (mut sender, mut receiver) = sample_queue(4096);
    let block: Vec<i16> = (0..960).collect();
    let mut samples = Vec::with_capacity(4096);
    let samples_of_block = || block.iter().map(|sample| f32::from(*sample) / 32_768.0);
    // The allocator counts: a box of one byte is seen.
    assert_ne!(allocated(|| drop(std::hint::black_box(Box::new(0_u8)))), 0);
    let pushed = allocated(|| {
        for _ in 0..100 {
            sender.push(samples_of_block());
        }
    });
    assert_eq!(pushed, 0);
    assert_eq!(receiver.pop(&mut samples), Received::Samples);
    assert_eq!(samples.len(), 4 * block.len());
    assert_eq!(receiver.pop(&mut samples), Received::Gap(96 * block.len()));
    assert_eq!(allocated(|| assert!(sender.push(samples_of_block()))), 0);
}
