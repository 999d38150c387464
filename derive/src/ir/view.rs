//! Parts of `ndarray` arrays that are arrays themselves.

use super::{Kind, Rank, Var};

/// What is taken along one axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Cut {
    /// `i`: one element; the axis is gone.
    Index(Var),
    /// `lo..hi;stride`, from the start, to the end, and all where something is missing.
    Range {
        /// Where it starts.
        lo: Option<Var>,
        /// Where it ends.
        hi: Option<Var>,
        /// How far it goes from one to the next.
        stride: Option<Var>,
    },
}

/// A part of an array that is read and written as an array.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// All of it.
    All,
    /// `.row(i)`
    Row(Var),
    /// `.column(j)`
    Column(Var),
    /// `.index_axis(Axis(k), i)`
    Axis(Var, Var),
    /// `.slice(s![…])`, one item an axis.
    Slice(Vec<Cut>),
    /// `.slice_axis(Axis(k), Slice::from(lo..hi))`
    AxisRange(Var, Option<Var>, Option<Var>),
    /// `.diag()`
    Diagonal,
    /// `.insert_axis(Axis(k))`
    NewAxis(Var),
    /// `.permuted_axes([…])`
    Permuted(Vec<usize>),
}

impl Cut {
    fn vars_mut(&mut self) -> Vec<&mut Var> {
        match self {
            Cut::Index(var) => vec![var],
            Cut::Range { lo, hi, stride } => {
                lo.iter_mut().chain(hi.iter_mut()).chain(stride.iter_mut()).collect()
            }
        }
    }
}

impl View {
    /// The values that say which part it is.
    pub fn vars_mut(&mut self) -> Vec<&mut Var> {
        match self {
            View::All | View::Diagonal | View::Permuted(_) => Vec::new(),
            View::Row(var) | View::Column(var) | View::NewAxis(var) => vec![var],
            View::Axis(axis, index) => vec![axis, index],
            View::Slice(cuts) => cuts.iter_mut().flat_map(Cut::vars_mut).collect(),
            View::AxisRange(axis, lo, hi) => {
                std::iter::once(axis).chain(lo.iter_mut()).chain(hi.iter_mut()).collect()
            }
        }
    }

    /// The values that say which part it is.
    pub fn vars(&self) -> Vec<Var> {
        self.clone().vars_mut().into_iter().map(|var| *var).collect()
    }

    /// The rank of the part, for an array of that rank.
    pub fn rank(&self, of: Rank) -> Rank {
        match self {
            View::All | View::AxisRange(..) | View::Permuted(_) => of,
            View::Row(_) | View::Column(_) | View::Diagonal => Rank::Fixed(1),
            View::Axis(..) => of.less(1),
            View::Slice(cuts) => {
                of.less(cuts.iter().filter(|cut| matches!(cut, Cut::Index(_))).count())
            }
            View::NewAxis(_) => of.more(1),
        }
    }

    /// The kind of the part, for an array of that kind.
    pub fn kind(&self, of: &Kind) -> Option<Kind> {
        match of {
            Kind::Nd { num, rank, .. } => {
                Some(Kind::Nd { num: num.clone(), rank: self.rank(*rank), view: true })
            }
            _ => None,
        }
    }
}
