//! What holds for every seed.

use emo_random::RandomState;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_permutation_holds_each_number_once(seed: u32, n in 0usize..300) {
        let mut order = RandomState::new(seed).permutation(n);
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..n));
    }

    #[test]
    fn an_integer_lies_in_its_range(seed: u32, low: i64, high: i64) {
        prop_assume!(low < high);
        let drawn = RandomState::new(seed).randint(low, high).unwrap();
        prop_assert!((low..high).contains(&drawn));
    }

    #[test]
    fn a_uniform_number_lies_in_its_range(seed: u32, low in -1e6..1e6, width in 1e-3..1e6) {
        let drawn = RandomState::new(seed).uniform(low, low + width);
        prop_assert!((low..=low + width).contains(&drawn));
    }

    #[test]
    fn a_seed_repeats_itself(seed: u32) {
        let draw = |mut state: RandomState| [(); 700].map(|()| state.random_sample());
        prop_assert_eq!(draw(RandomState::new(seed)), draw(RandomState::new(seed)));
    }
}
