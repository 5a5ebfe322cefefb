//! Draw for draw what NumPy 2.4 draws.

use emo_fixtures::golden;
use emo_random::{Error, RandomState, Uniform};
use ndarray::Array1;
use ndarray_rand::RandomExt;
use rand::RngCore;
use sha2::{Digest as _, Sha256};

const SIZES: [usize; 4] = [0, 1, 2, 10_000];

#[derive(serde::Deserialize)]
struct Draws {
    seed: u32,
    random_sample: Vec<Digest<f64>>,
    uniform: Vec<Digest<f64>>,
    permutation: Vec<Digest<i64>>,
    choice: Vec<Digest<i64>>,
    randint: Vec<Integers>,
    bytes: Vec<u8>,
    mixed: Vec<f64>,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Digest<T> {
    count: usize,
    first: Vec<T>,
    last: Vec<T>,
    sha256: String,
}

#[derive(serde::Deserialize)]
struct Integers {
    low: i64,
    high: i64,
    values: Vec<i64>,
}

fn digest<T: Copy>(values: &[T], bytes: impl Fn(T) -> [u8; 8]) -> Digest<T> {
    let all: Vec<u8> = values.iter().flat_map(|&v| bytes(v)).collect();
    let sha256 = Sha256::digest(all).iter().map(|b| format!("{b:02x}")).collect();
    let n = values.len();
    Digest {
        count: n,
        first: values[..n.min(5)].to_vec(),
        last: values[n.saturating_sub(5)..].to_vec(),
        sha256,
    }
}

fn floats(values: &[f64]) -> Digest<f64> {
    digest(values, f64::to_le_bytes)
}

fn integers(values: &[usize]) -> Digest<i64> {
    let values: Vec<i64> = values.iter().map(|&v| v as i64).collect();
    digest(&values, i64::to_le_bytes)
}

fn for_every_seed(check: impl Fn(&Draws, fn(u32) -> RandomState)) {
    for draws in golden::<Vec<Draws>>("random/draws") {
        check(&draws, RandomState::new);
    }
}

#[test]
fn uniform_numbers_are_numpys_for_every_seed_and_size() {
    for_every_seed(|draws, state| {
        for (n, size) in SIZES.into_iter().enumerate() {
            let mut random = state(draws.seed);
            let plain: Vec<f64> = (0..size).map(|_| random.random_sample()).collect();
            assert_eq!(floats(&plain), draws.random_sample[n], "seed {}", draws.seed);

            let mut random = state(draws.seed);
            let scaled: Vec<f64> = (0..size).map(|_| random.uniform(-0.25, 3.5)).collect();
            assert_eq!(floats(&scaled), draws.uniform[n], "seed {}", draws.seed);
        }
    });
}

#[test]
fn an_array_filled_by_ndarray_rand_is_numpys() {
    for_every_seed(|draws, state| {
        let uniform = Uniform::new(-0.25, 3.5).unwrap();
        let array = Array1::random_using(10_000, uniform, &mut state(draws.seed));
        assert_eq!(floats(array.as_slice().unwrap()), draws.uniform[3], "seed {}", draws.seed);
    });
}

#[test]
fn permutations_and_choices_are_numpys() {
    for_every_seed(|draws, state| {
        for (n, size) in SIZES.into_iter().enumerate() {
            let order = state(draws.seed).permutation(size);
            assert_eq!(integers(&order), draws.permutation[n], "seed {}", draws.seed);
            let chosen = state(draws.seed).choice(10_000, size).unwrap();
            assert_eq!(integers(&chosen), draws.choice[n], "seed {}", draws.seed);
        }
    });
}

#[test]
fn integers_are_numpys_around_powers_of_two() {
    for_every_seed(|draws, state| {
        for Integers { low, high, values } in &draws.randint {
            let mut random = state(draws.seed);
            let drawn: Vec<i64> =
                values.iter().map(|_| random.randint(*low, *high).unwrap()).collect();
            assert_eq!(&drawn, values, "seed {}, [{low}, {high})", draws.seed);
        }
    });
}

#[test]
fn bytes_are_numpys() {
    for_every_seed(|draws, state| {
        let mut bytes = vec![0; draws.bytes.len()];
        state(draws.seed).fill_bytes(&mut bytes);
        assert_eq!(bytes, draws.bytes, "seed {}", draws.seed);
    });
}

#[test]
fn methods_called_in_turn_leave_the_stream_where_numpy_leaves_it() {
    for_every_seed(|draws, state| {
        let mut random = state(draws.seed);
        let mut drawn = Vec::new();
        for n in 1..40_i64 {
            drawn.push(random.random_sample());
            drawn.push(random.randint(0, n).unwrap() as f64);
            drawn.push(random.permutation(n as usize)[0] as f64);
            drawn.push((random.randint(0, (1 << 40) + n).unwrap() % 1000) as f64);
            drawn.push(random.uniform(-n as f64, n as f64));
            let mut items: Vec<i64> = (0..n).collect();
            random.shuffle(&mut items);
            drawn.push(items[n as usize / 2] as f64);
        }
        assert_eq!(drawn, draws.mixed, "seed {}", draws.seed);
    });
}

#[test]
fn distributions_of_rand_distr_repeat_under_a_seed() {
    let normal = rand_distr::Normal::new(0.0, 1.0).unwrap();
    let draw = |seed| Array1::<f64>::random_using(100, normal, &mut RandomState::new(seed));
    assert_eq!(draw(3), draw(3));
    assert_ne!(draw(3), draw(4));
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    let mut random = RandomState::new(0);
    assert_eq!(random.randint(3, 3), Err(Error::EmptyRange { low: 3, high: 3 }));
    assert_eq!(random.choice(2, 3), Err(Error::SampleTooLarge { population: 2, size: 3 }));
    for (low, high) in [(0.0, f64::INFINITY), (f64::NAN, 1.0), (f64::MIN, f64::MAX)] {
        assert!(Uniform::new(low, high).is_err(), "{low} {high}");
    }
    assert_eq!(random, RandomState::new(0), "a refused request draws nothing");
}
