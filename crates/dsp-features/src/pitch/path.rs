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

/// For each frame the candidate on the best path: the one with the greatest score minus `jump_cost`
/// per octave of each jump. `None` for a frame without candidates, which the path skips.
pub(crate) fn best_path(frames: &[Vec<Candidate>], jump_cost: f32) -> Vec<Option<Candidate>> {
    let mut costs: Vec<f32> = Vec::new();
    let mut before: &[Candidate] = &[];
    let mut origins: Vec<Vec<usize>> = Vec::with_capacity(frames.len());
    for frame in frames {
        if frame.is_empty() {
            origins.push(Vec::new());
            continue;
        }
        let mut next = Vec::with_capacity(frame.len());
        let mut from = Vec::with_capacity(frame.len());
        for candidate in frame {
            let jump = |other: &Candidate| jump_cost * (candidate.octaves - other.octaves).abs();
            let arrivals = costs.iter().zip(before).map(|(cost, other)| cost + jump(other));
            let (origin, cost) = cheapest(arrivals).unwrap_or((0, 0.0));
            from.push(origin);
            next.push(cost - candidate.strength);
        }
        (costs, before) = (next, frame);
        origins.push(from);
    }
    let mut at = cheapest(costs.iter().copied()).map_or(0, |(at, _)| at);
    let mut path = vec![None; frames.len()];
    for (step, (frame, from)) in path.iter_mut().zip(frames.iter().zip(&origins)).rev() {
        if let (Some(candidate), Some(&origin)) = (frame.get(at), from.get(at)) {
            *step = Some(*candidate);
            at = origin;
        }
    }
    path
}

/// The smallest cost and its place, the first among equals.
fn cheapest(costs: impl Iterator<Item = f32>) -> Option<(usize, f32)> {
    costs.enumerate().reduce(|best, next| if next.1 < best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(octaves: f32, strength: f32) -> Candidate {
        Candidate { octaves, periodicity: strength, strength }
    }

    #[test]
    fn one_stronger_octave_does_not_draw_the_path_away() {
        let steady = vec![candidate(7.0, 0.8), candidate(8.0, 0.7)];
        let astray = vec![candidate(7.0, 0.7), candidate(8.0, 0.9)];
        let frames = [steady.clone(), astray, vec![], steady];
        let path = best_path(&frames, 0.35);
        let octaves: Vec<_> = path.iter().map(|step| step.map(|found| found.octaves)).collect();
        assert_eq!(octaves, [Some(7.0), Some(7.0), None, Some(7.0)]);
    }
}
