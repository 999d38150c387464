//! Binomial checkpointing against a dynamic programme, and what it keeps.

// Tables are indexed as in their formula.
#![allow(clippy::needless_range_loop)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chainrule::checkpoint::{adjoint, forward_steps, reach};

/// The fewest forward steps, by trying every cut: `t(n, s) = min (m + t(n - m, s - 1) + t(m, s))`.
fn fewest(most: usize, snapshots: usize) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; most + 1]; snapshots + 1];
    for n in 2..=most {
        table[1][n] = n * (n - 1) / 2;
    }
    for s in 2..=snapshots {
        for n in 2..=most {
            let cuts = (1..n).map(|m| m + table[s - 1][n - m] + table[s][m]);
            table[s][n] = cuts.min().unwrap_or(0);
        }
    }
    table
}

/// A state that counts how many of it there are.
struct Counted {
    step: usize,
    alive: Rc<Cell<(usize, usize)>>,
}

impl Counted {
    fn new(step: usize, alive: &Rc<Cell<(usize, usize)>>) -> Counted {
        let (now, most) = alive.get();
        alive.set((now + 1, most.max(now + 1)));
        Counted { step, alive: alive.clone() }
    }
}

impl Clone for Counted {
    fn clone(&self) -> Counted {
        Counted::new(self.step, &self.alive)
    }

    fn clone_from(&mut self, other: &Counted) {
        self.step = other.step;
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let (now, most) = self.alive.get();
        self.alive.set((now - 1, most));
    }
}

#[test]
fn each_step_is_reversed_once_and_as_few_as_possible_are_repeated() {
    let table = fewest(60, 8);
    for snapshots in 1..=8 {
        for steps in 0..=60 {
            let alive = Rc::new(Cell::new((0, 0)));
            let (forward, reversed) = (Cell::new(0), RefCell::new(Vec::new()));
            let bar = adjoint(
                steps,
                snapshots,
                Counted::new(0, &alive),
                |state, i| {
                    assert_eq!(state.step, i);
                    state.step += 1;
                    forward.set(forward.get() + 1);
                },
                |state| {
                    assert_eq!(state.step, steps);
                    steps
                },
                |state, i, bar| {
                    assert_eq!((state.step, bar), (i, i + 1));
                    reversed.borrow_mut().push(i);
                    i
                },
            );
            assert_eq!(bar, 0);
            assert_eq!(*reversed.borrow(), (0..steps).rev().collect::<Vec<_>>());
            let expected = if steps == 0 { 0 } else { table[snapshots][steps] + 1 };
            assert_eq!(forward.get(), expected, "{steps} steps, {snapshots} snapshots");
            assert_eq!(forward_steps(steps, snapshots), expected);
            assert!(alive.get().1 <= snapshots + 2, "{} states", alive.get().1);
        }
    }
}

#[test]
fn the_reach_is_binomial() {
    assert_eq!((0..5).map(|r| reach(1, r)).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!((0..5).map(|r| reach(3, r)).collect::<Vec<_>>(), [1, 4, 10, 20, 35]);
    assert_eq!((0..5).map(|s| reach(s, 3)).collect::<Vec<_>>(), [1, 4, 10, 20, 35]);
}

#[test]
#[should_panic(expected = "at least one snapshot")]
fn without_snapshots_there_is_nothing_to_start_from() {
    adjoint(3, 0, 1.0, |x, _| *x *= 2.0, |_| 1.0, |_, _, bar| 2.0 * bar);
}
