//! Where the elements of a part of an array lie.

use super::Nd;
use crate::ir::{Cut, Var, View};

/// Some elements of an array, in the form of an array.
#[derive(Clone, Debug)]
pub struct Lens {
    /// The extent of each axis.
    pub shape: Vec<usize>,
    /// The offset of each element in the whole.
    pub at: Vec<usize>,
}

impl Lens {
    /// All of an array of this shape.
    pub fn all(shape: &[usize]) -> Lens {
        Lens { shape: shape.to_vec(), at: (0..shape.iter().product()).collect() }
    }

    /// One element.
    pub fn element(&self, index: &[i64]) -> Lens {
        let whole = self.positions();
        Lens { shape: Vec::new(), at: vec![self.at[whole.data[whole.offset(index)] as usize]] }
    }

    /// A part.
    pub fn view(&self, view: &View, int: &impl Fn(Var) -> i64) -> Lens {
        let whole = self.positions();
        let rank = whole.shape.len();
        let axis = |var: Var| usize::try_from(int(var)).expect("an axis");
        let part = match view {
            View::All => whole,
            View::Row(i) => whole.taken(0, int(*i)),
            View::Column(j) => whole.taken(1, int(*j)),
            View::Axis(k, i) => whole.taken(axis(*k), int(*i)),
            View::Slice(cuts) => {
                let mut part = whole;
                for (k, cut) in cuts.iter().enumerate().rev() {
                    part = cut_along(&part, k, cut, int);
                }
                part
            }
            View::AxisRange(k, lo, hi) => {
                let cut = Cut::Range { lo: *lo, hi: *hi, stride: None };
                cut_along(&whole, axis(*k), &cut, int)
            }
            View::Diagonal => {
                let extent = whole.shape.iter().copied().min().unwrap_or(0);
                let at = |i: usize| whole.data[whole.offset(&vec![i as i64; rank])];
                Nd { shape: vec![extent], data: (0..extent).map(at).collect() }
            }
            View::NewAxis(k) => {
                let mut shape = whole.shape.clone();
                shape.insert(axis(*k), 1);
                Nd { shape, data: whole.data }
            }
            View::Permuted(axes) => whole.permuted(axes),
        };
        let at = part.data.iter().map(|position| self.at[*position as usize]).collect();
        Lens { shape: part.shape, at }
    }

    /// The numbers 0, 1, 2 … in this shape.
    fn positions(&self) -> Nd {
        Nd { shape: self.shape.clone(), data: (0..self.at.len()).map(|i| i as f64).collect() }
    }
}

fn cut_along(whole: &Nd, axis: usize, cut: &Cut, int: &impl Fn(Var) -> i64) -> Nd {
    let extent = whole.shape[axis] as i64;
    let from_end = |i: i64| if i < 0 { i + extent } else { i };
    match cut {
        Cut::Index(i) => whole.taken(axis, from_end(int(*i))),
        Cut::Range { lo, hi, stride } => {
            let lo = lo.map_or(0, |lo| from_end(int(lo)));
            let hi = hi.map_or(extent, |hi| from_end(int(hi)));
            let stride = stride.map_or(1, int);
            let count = (hi - lo).max(0) as usize;
            let steps = (0..count).step_by(stride.unsigned_abs() as usize);
            let indices: Vec<i64> = match stride > 0 {
                true => steps.map(|i| lo + i as i64).collect(),
                false => steps.map(|i| hi - 1 - i as i64).collect(),
            };
            whole.selected(axis, &indices)
        }
    }
}
