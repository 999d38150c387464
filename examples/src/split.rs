//! Which samples are held back.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;

/// The seed of the one split that every run uses, so that runs can be compared.
const SEED: u64 = 1998;

/// The indices of two disjoint parts, each in ascending order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Split {
    /// The samples to learn from.
    pub training: Vec<usize>,
    /// The samples that are only judged.
    pub held_back: Vec<usize>,
}

/// Holds a fifth of each class back: for class after class, the indices of its samples are
/// shuffled by a generator with a fixed seed (xoshiro256++, Blackman and Vigna, 2019), and the
/// first fifth, rounded to the nearest whole number, is held back.
///
/// `classes[i]` is the class of sample `i`. The split depends on nothing else, so it is the same
/// in every run and on every machine.
pub fn hold_back_fifth(classes: &[usize]) -> Split {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let class_count = classes.iter().max().map_or(0, |largest| largest + 1);
    let mut members = vec![Vec::new(); class_count];
    for (index, &class) in classes.iter().enumerate() {
        members[class].push(index);
    }
    let mut split = Split { training: Vec::new(), held_back: Vec::new() };
    for mut indices in members {
        indices.shuffle(&mut rng);
        let (held_back, training) = indices.split_at((2 * indices.len() + 5) / 10);
        split.held_back.extend(held_back);
        split.training.extend(training);
    }
    split.held_back.sort_unstable();
    split.training.sort_unstable();
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 50 samples of class 0, 33 of class 1, none of class 2, 12 of class 3, mixed.
    fn classes() -> Vec<usize> {
        (0..50)
            .flat_map(|i| [Some(0), (i < 33).then_some(1), (i < 12).then_some(3)])
            .flatten()
            .collect()
    }

    #[test]
    fn the_parts_make_up_the_whole() {
        let split = hold_back_fifth(&classes());
        let mut all = [split.training, split.held_back].concat();
        all.sort_unstable();
        assert_eq!(all, (0..95).collect::<Vec<_>>());
    }

    #[test]
    fn every_class_is_held_back_by_a_fifth() {
        let classes = classes();
        let held_back = hold_back_fifth(&classes).held_back;
        let count = |class| held_back.iter().filter(|&&index| classes[index] == class).count();
        assert_eq!([count(0), count(1), count(2), count(3)], [10, 7, 0, 2]);
    }

    #[test]
    fn the_split_is_always_the_same_and_not_simply_the_first() {
        let split = hold_back_fifth(&[0; 100]);
        assert_eq!(split, hold_back_fifth(&[0; 100]));
        assert_eq!(split.held_back.len(), 20);
        assert_ne!(split.held_back, (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_to_split() {
        assert_eq!(hold_back_fifth(&[]), Split { training: vec![], held_back: vec![] });
    }
}
