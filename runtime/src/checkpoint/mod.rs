//! Long loops in little memory: a few states are kept, and the steps between them are run again.
//!
//! The gradient of a loop of `n` steps keeps something of each of them. [`adjoint`] keeps no more than `s`
//! states, the ones for which the fewest steps are repeated (binomial checkpointing: Griewank, 1992;
//! Griewank and Walther, 2000, algorithm 799, `revolve`). Where no step may run more than `r` times, `s`
//! snapshots are enough for `(s + r)! / (s! r!)` steps: memory and time both grow as the logarithm of `n`
//! if `s` and `r` grow alike.

mod schedule;

pub use schedule::{forward_steps, reach};

/// The cotangent of the state before a loop, given what makes that of the state after it.
///
/// - `step(&mut state, i)` is step `i`, in place;
/// - `end(&state)` is given the state after the last step and yields its cotangent;
/// - `back(&state, i, cotangent)` is given the state *before* step `i` and the cotangent of that after it,
///   and yields the cotangent of that before. It is called once for each step, the last one first, and
///   adds to the cotangents of parameters on the way.
///
/// At most `snapshots` states are kept, `start` among them, and two more to work on; their room is used
/// again by `clone_from`. [`forward_steps`] tells how often `step` is called.
///
/// # Panics
///
/// Where there are steps, but no snapshots.
///
/// ```
/// use chainrule::{checkpoint, differentiate};
///
/// #[differentiate]
/// fn step(x: f64, rate: f64) -> f64 {
///     x + rate * x * (1.0 - x)
/// }
///
/// let (rate, mut rate_bar) = (0.01, 0.0);
/// let start_bar = checkpoint::adjoint(
///     1000,
///     5,
///     0.1,
///     |x, _| *x = step(*x, rate),
///     |_| 1.0,
///     |&x, _, x_bar| {
///         let (_, residuals) = step::forward(x, rate);
///         let (before, more) = step::backward(x, rate, &residuals, x_bar);
///         rate_bar += more;
///         before
///     },
/// );
/// assert!((start_bar - 0.004_9).abs() < 1e-3 && (rate_bar - 0.4).abs() < 0.1);
/// ```
pub fn adjoint<S: Clone, C>(
    steps: usize,
    snapshots: usize,
    start: S,
    step: impl FnMut(&mut S, usize),
    end: impl FnOnce(&S) -> C,
    back: impl FnMut(&S, usize, C) -> C,
) -> C {
    if steps == 0 {
        return end(&start);
    }
    check(snapshots);
    let mut sweep = Sweep { step, back, spare: Vec::new(), last: steps - 1 };
    let mut bar = Bar::Later(end);
    sweep.reverse(&start, 0, steps, snapshots, &mut bar);
    match bar {
        Bar::Now(bar) => bar,
        Bar::Later(_) | Bar::Gone => unreachable!("each step has been reversed"),
    }
}

fn check(snapshots: usize) {
    assert!(
        snapshots > 0,
        "a loop is reversed from at least one snapshot, the state that it starts from"
    );
}

/// The cotangent on its way back.
enum Bar<C, E> {
    /// The end has not been reached.
    Later(E),
    Now(C),
    Gone,
}

struct Sweep<S, F, B> {
    step: F,
    back: B,
    /// States that are not needed any more.
    spare: Vec<S>,
    /// The last step.
    last: usize,
}

impl<S: Clone, F: FnMut(&mut S, usize), B> Sweep<S, F, B> {
    /// Reverses the steps `from..to`, given the state before them.
    fn reverse<C, E>(
        &mut self,
        base: &S,
        from: usize,
        mut to: usize,
        snapshots: usize,
        bar: &mut Bar<C, E>,
    ) where
        E: FnOnce(&S) -> C,
        B: FnMut(&S, usize, C) -> C,
    {
        while to - from > 1 {
            let cut = match snapshots {
                1 => to - 1,
                _ => from + schedule::cut(to - from, snapshots),
            };
            let mut state = self.copied(base);
            (from..cut).for_each(|i| (self.step)(&mut state, i));
            match snapshots {
                1 => self.one(&state, cut, bar),
                _ => self.reverse(&state, cut, to, snapshots - 1, bar),
            }
            self.spare.push(state);
            to = cut;
        }
        self.one(base, from, bar);
    }

    /// Reverses one step.
    fn one<C, E>(&mut self, state: &S, i: usize, bar: &mut Bar<C, E>)
    where
        E: FnOnce(&S) -> C,
        B: FnMut(&S, usize, C) -> C,
    {
        let after = match std::mem::replace(bar, Bar::Gone) {
            Bar::Now(bar) => bar,
            Bar::Later(end) => {
                let mut state = self.copied(state);
                (self.step)(&mut state, self.last);
                let bar = end(&state);
                self.spare.push(state);
                bar
            }
            Bar::Gone => unreachable!("a cotangent is taken and given back"),
        };
        *bar = Bar::Now((self.back)(state, i, after));
    }

    fn copied(&mut self, state: &S) -> S {
        match self.spare.pop() {
            Some(mut spare) => {
                spare.clone_from(state);
                spare
            }
            None => state.clone(),
        }
    }
}
