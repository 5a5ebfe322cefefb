//! The best path through the pitch candidates of all frames (Viterbi's algorithm).

/// A pitch that a frame may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// log₂ of the frequency in Hz.
    pub(crate) octaves: f32,
    /// Normalised autocorrelation, 0 to 1.
    pub(crate) periodicity: f32,
    /// How much the score of a path grows at this candidate.
    pub(crate) strength: f32,
}

impl Candidate {
    pub(crate) fn silent(hz: f32) -> Self {
        Self { octaves: hz.log2(), periodicity: 0.0, strength: 0.0 }
    }
}

/// Finds for each frame the candidate on the best path: the one with the greatest score minus a
/// cost per octave of each jump. The path skips a frame without candidates.
///
/// Frames come one after the other. The best paths to the candidates of the last frame usually differ
/// in a few frames only, and share all frames before them. Whatever follows, the path begins with the
/// shared frames: these are reported at once, and only the others are kept.
#[derive(Debug)]
pub(crate) struct BestPath {
    jump_cost: f32,
    /// The cost of the best path to each candidate of the last frame that has any.
    costs: Vec<f32>,
    next_costs: Vec<f32>,
    open: Open,
    /// The number of open frames with which they are looked at again.
    look_at: usize,
}

/// The frames of which it is not known yet where the path leads through them.
#[derive(Debug, Default)]
struct Open {
    /// The candidates of all frames, one frame after the other.
    candidates: Vec<Candidate>,
    /// The place of each candidate's predecessor in the last frame before that has candidates.
    origins: Vec<u8>,
    /// Where the candidates of each frame end.
    ends: Vec<u32>,
}

/// The number of open frames from which on it is worthwhile to look at them.
const LEAST_OPEN: usize = 128;

impl BestPath {
    pub(crate) fn new(jump_cost: f32) -> Self {
        let (costs, next_costs) = (Vec::new(), Vec::new());
        Self { jump_cost, costs, next_costs, open: Open::default(), look_at: LEAST_OPEN }
    }

    /// Takes the candidates of the next frame, at most 32, and shows `each` the steps of the path
    /// that are known by now: `None` for a frame without candidates.
    pub(crate) fn push(&mut self, frame: &[Candidate], mut each: impl FnMut(Option<Candidate>)) {
        if !frame.is_empty() {
            self.extend(frame);
        }
        self.open.candidates.extend_from_slice(frame);
        self.open.ends.push(self.open.candidates.len() as u32);
        if self.open.ends.len() < self.look_at {
            return;
        }
        if let Some((frame, at)) = self.open.shared() {
            self.open.path_to(frame, at).into_iter().for_each(&mut each);
            self.open.drop_through(frame);
        }
        // Each look is as long as there are open frames: their number doubles from look to look.
        self.look_at = LEAST_OPEN.max(2 * self.open.ends.len());
    }

    /// Shows `each` the rest of the path.
    pub(crate) fn finish(self, each: impl FnMut(Option<Candidate>)) {
        let at = cheapest(self.costs.iter().copied()).map_or(0, |(at, _)| at);
        if let Some(last) = self.open.ends.len().checked_sub(1) {
            self.open.path_to(last, at).into_iter().for_each(each);
        }
    }

    /// Finds the best path to each candidate of a frame.
    fn extend(&mut self, frame: &[Candidate]) {
        let before = &self.open.candidates[self.open.candidates.len() - self.costs.len()..];
        self.next_costs.clear();
        for candidate in frame {
            let jump =
                |other: &Candidate| self.jump_cost * (candidate.octaves - other.octaves).abs();
            let arrivals = self.costs.iter().zip(before).map(|(cost, other)| cost + jump(other));
            let (origin, cost) = cheapest(arrivals).unwrap_or((0, 0.0));
            self.open.origins.push(origin as u8);
            self.next_costs.push(cost - candidate.strength);
        }
        std::mem::swap(&mut self.costs, &mut self.next_costs);
    }
}

impl Open {
    /// The places of the candidates of a frame.
    fn places(&self, frame: usize) -> std::ops::Range<usize> {
        let start = frame.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        start..self.ends[frame] as usize
    }

    /// The last frame, but for the last one with candidates, in which the paths to all candidates
    /// have the same one; and its place in the frame.
    fn shared(&self) -> Option<(usize, usize)> {
        let mut through: Option<u32> = None;
        for frame in (0..self.ends.len()).rev() {
            let places = self.places(frame);
            if places.is_empty() {
                continue;
            }
            let origins = &self.origins[places];
            let Some(alive) = through else {
                through = Some(origins.iter().fold(0, |all, &origin| all | 1 << origin));
                continue;
            };
            if alive.is_power_of_two() {
                return Some((frame, alive.trailing_zeros() as usize));
            }
            let is_alive = |(at, _): &(usize, &u8)| alive & (1 << at) != 0;
            let origins = origins.iter().enumerate().filter(is_alive);
            through = Some(origins.fold(0, |all, (_, &origin)| all | 1 << origin));
        }
        None
    }

    /// The path through the frames up to this one, in which it is at this place.
    fn path_to(&self, last: usize, mut at: usize) -> Vec<Option<Candidate>> {
        let mut path = vec![None; last + 1];
        for (frame, step) in path.iter_mut().enumerate().rev() {
            let places = self.places(frame);
            if let Some(candidate) = self.candidates[places.clone()].get(at) {
                *step = Some(*candidate);
                at = usize::from(self.origins[places.start + at]);
            }
        }
        path
    }

    /// Drops the frames up to this one.
    fn drop_through(&mut self, last: usize) {
        let n = self.places(last).end;
        self.candidates.drain(..n);
        self.origins.drain(..n);
        self.ends.drain(..=last);
        self.ends.iter_mut().for_each(|end| *end -= n as u32);
    }
}

/// The smallest cost and its place, the first among equals.
fn cheapest(costs: impl Iterator<Item = f32>) -> Option<(usize, f32)> {
    costs.enumerate().reduce(|best, next| if next.1 < best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(octaves: f32, strength: f32) -> Candidate {
        Candidate { octaves, periodicity: strength, strength }
    }

    /// The path, and the largest number of frames that were kept.
    fn best_path(frames: &[Vec<Candidate>], jump_cost: f32) -> (Vec<Option<Candidate>>, usize) {
        let (mut path, mut most) = (Vec::new(), 0);
        let mut best = BestPath::new(jump_cost);
        for frame in frames {
            best.push(frame, |step| path.push(step));
            most = most.max(best.open.ends.len());
        }
        best.finish(|step| path.push(step));
        (path, most)
    }

    /// The same from the definition, with all frames at once.
    fn plain_best_path(frames: &[Vec<Candidate>], jump_cost: f32) -> Vec<Option<Candidate>> {
        let mut costs: Vec<f32> = Vec::new();
        let mut before: &[Candidate] = &[];
        let mut origins = Vec::new();
        for frame in frames.iter().filter(|frame| !frame.is_empty()) {
            let arrival = |candidate: &Candidate| {
                let jump = |other: &Candidate| (candidate.octaves - other.octaves).abs();
                let arrivals =
                    costs.iter().zip(before).map(|(c, other)| c + jump_cost * jump(other));
                cheapest(arrivals).unwrap_or((0, 0.0))
            };
            let (from, arrivals): (Vec<_>, Vec<_>) = frame.iter().map(arrival).unzip();
            costs = arrivals.iter().zip(frame).map(|(cost, to)| cost - to.strength).collect();
            before = frame;
            origins.push(from);
        }
        let mut at = cheapest(costs.into_iter()).map_or(0, |(at, _)| at);
        let mut path = vec![None; frames.len()];
        for (step, frame) in path.iter_mut().zip(frames).rev().filter(|(_, it)| !it.is_empty()) {
            *step = Some(frame[at]);
            at = origins.pop().unwrap()[at];
        }
        path
    }

    #[test]
    fn one_stronger_octave_does_not_draw_the_path_away() {
        let steady = vec![candidate(7.0, 0.8), candidate(8.0, 0.7)];
        let astray = vec![candidate(7.0, 0.7), candidate(8.0, 0.9)];
        let frames = [steady.clone(), astray, vec![], steady];
        let (path, _) = best_path(&frames, 0.35);
        let octaves: Vec<_> = path.iter().map(|step| step.map(|found| found.octaves)).collect();
        assert_eq!(octaves, [Some(7.0), Some(7.0), None, Some(7.0)]);
    }

    #[test]
    fn few_frames_are_kept_where_paths_join() {
        let frames: Vec<_> = (0..10_000)
            .map(|t| vec![candidate(7.0, 0.8), candidate(8.0, (t % 7) as f32 * 0.1)])
            .collect();
        let (path, most) = best_path(&frames, 0.1);
        assert_eq!(path, plain_best_path(&frames, 0.1));
        assert!(most <= 2 * LEAST_OPEN, "{most}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Few values, so that paths are equally good; high costs, so that they join late.
        #[test]
        fn the_path_is_that_of_all_frames_at_once(
            jump_cost in prop::sample::select(vec![0.0_f32, 0.1, 0.35, 5.0]),
            frames in prop::collection::vec(
                prop::collection::vec((0_u8..4, 0_u8..3), 0..7), 0..700),
            pause in 0..400_usize,
        ) {
            let to_candidate = |(octaves, strength)| {
                candidate(f32::from(octaves) + 6.0, f32::from(strength) * 0.25)
            };
            let to_frame = |frame: Vec<_>| frame.into_iter().map(to_candidate).collect();
            let mut frames: Vec<Vec<Candidate>> = frames.into_iter().map(to_frame).collect();
            let middle = frames.len() / 2;
            frames.splice(middle..middle, vec![Vec::new(); pause]);
            prop_assert_eq!(best_path(&frames, jump_cost).0, plain_best_path(&frames, jump_cost));
        }
    }
}
