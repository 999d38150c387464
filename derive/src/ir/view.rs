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

/// One list of values for both ways of walking over them: to read and to replace.
macro_rules! walk_views {
    ($of_view:ident, $of_cut:ident, $iter:ident, $each:ty $(, $mutable:tt)?) => {
        fn $of_cut<'a>(cut: &'a $($mutable)? Cut, f: &mut impl FnMut($each)) {
            match cut {
                Cut::Index(var) => f(var),
                Cut::Range { lo, hi, stride } => {
                    lo.$iter().chain(hi.$iter()).chain(stride.$iter()).for_each(f);
                }
            }
        }

        fn $of_view<'a>(view: &'a $($mutable)? View, f: &mut impl FnMut($each)) {
            match view {
                View::All | View::Diagonal | View::Permuted(_) => {}
                View::Row(var) | View::Column(var) | View::NewAxis(var) => f(var),
                View::Axis(axis, index) => {
                    f(axis);
                    f(index);
                }
                View::Slice(cuts) => cuts.$iter().for_each(|cut| $of_cut(cut, f)),
                View::AxisRange(axis, lo, hi) => {
                    f(axis);
                    lo.$iter().chain(hi.$iter()).for_each(f);
                }
            }
        }
    };
}

walk_views!(read_view, read_cut, iter, &'a Var);
walk_views!(change_view, change_cut, iter_mut, &'a mut Var, mut);

impl View {
    /// Calls `f` on the values that say which part it is.
    pub fn each_var<'a>(&'a self, f: &mut impl FnMut(&'a Var)) {
        read_view(self, f);
    }

    /// The same, to be replaced.
    pub fn each_var_mut<'a>(&'a mut self, f: &mut impl FnMut(&'a mut Var)) {
        change_view(self, f);
    }

    /// The values that say which part it is.
    pub fn vars(&self) -> Vec<Var> {
        let mut vars = Vec::new();
        self.each_var(&mut |var| vars.push(*var));
        vars
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
