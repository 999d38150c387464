//! Small dense arrays, row by row.

/// A dense array.
#[derive(Clone, PartialEq, Debug)]
pub struct Nd {
    /// The extent of each axis.
    pub shape: Vec<usize>,
    /// The elements, the last axis fastest.
    pub data: Vec<f64>,
}

/// Every index into an array of this shape, the last axis fastest.
fn indices(shape: &[usize]) -> Vec<Vec<i64>> {
    shape.iter().fold(vec![Vec::new()], |all, extent| {
        let longer = |index: &Vec<i64>| {
            let index = index.clone();
            (0..*extent as i64).map(move |i| [index.as_slice(), &[i]].concat())
        };
        all.iter().flat_map(longer).collect()
    })
}

impl Nd {
    /// An array of this shape from its elements.
    pub fn new(shape: &[usize], data: &[f64]) -> Nd {
        assert_eq!(shape.iter().product::<usize>(), data.len(), "elements of {shape:?}");
        Nd { shape: shape.to_vec(), data: data.to_vec() }
    }

    /// One number everywhere.
    pub fn full(shape: &[usize], value: f64) -> Nd {
        Nd { shape: shape.to_vec(), data: vec![value; shape.iter().product()] }
    }

    fn from_fn(shape: &[usize], f: impl FnMut(Vec<i64>) -> f64) -> Nd {
        Nd { shape: shape.to_vec(), data: indices(shape).into_iter().map(f).collect() }
    }

    /// Where an element lies.
    pub fn offset(&self, index: &[i64]) -> usize {
        assert_eq!(index.len(), self.shape.len(), "indices into {:?}", self.shape);
        index.iter().zip(&self.shape).fold(0, |offset, (i, extent)| {
            let i = usize::try_from(*i).expect("an index is not negative");
            assert!(i < *extent, "index {index:?} into {:?}", self.shape);
            offset * extent + i
        })
    }

    /// An element of a larger array that this one is broadcast to.
    fn broadcast(&self, index: &[i64]) -> f64 {
        let own = &index[index.len() - self.shape.len()..];
        let own: Vec<i64> =
            own.iter().zip(&self.shape).map(|(i, n)| if *n == 1 { 0 } else { *i }).collect();
        self.data[self.offset(&own)]
    }

    /// Element by element, with broadcasting.
    pub fn zip(&self, other: &Nd, f: impl Fn(f64, f64) -> f64) -> Nd {
        let rank = self.shape.len().max(other.shape.len());
        let extent = |array: &Nd, axis: usize| {
            (axis + array.shape.len()).checked_sub(rank).map_or(1, |axis| array.shape[axis])
        };
        let shape: Vec<usize> = (0..rank)
            .map(|axis| match (extent(self, axis), extent(other, axis)) {
                (1, n) | (n, 1) => n,
                (n, m) if n == m => n,
                _ => panic!("{:?} and {:?} do not go together", self.shape, other.shape),
            })
            .collect();
        Nd::from_fn(&shape, |index| f(self.broadcast(&index), other.broadcast(&index)))
    }

    /// Each element by itself.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Nd {
        Nd { shape: self.shape.clone(), data: self.data.iter().map(|x| f(*x)).collect() }
    }

    /// What stands at an index of an axis.
    pub fn taken(&self, axis: usize, at: i64) -> Nd {
        let mut shape = self.shape.clone();
        shape.remove(axis);
        Nd::from_fn(&shape, |mut index| {
            index.insert(axis, at);
            self.data[self.offset(&index)]
        })
    }

    /// What stands at these indices of an axis.
    pub fn selected(&self, axis: usize, at: &[i64]) -> Nd {
        let mut shape = self.shape.clone();
        shape[axis] = at.len();
        Nd::from_fn(&shape, |mut index| {
            index[axis] = at[index[axis] as usize];
            self.data[self.offset(&index)]
        })
    }

    /// One behind the other.
    pub fn concatenated(parts: &[&Nd], axis: usize) -> Nd {
        let mut shape = parts[0].shape.clone();
        shape[axis] = parts.iter().map(|part| part.shape[axis]).sum();
        Nd::from_fn(&shape, |mut index| {
            let mut parts = parts.iter();
            let mut part = parts.next().expect("a part");
            while index[axis] as usize >= part.shape[axis] {
                index[axis] -= part.shape[axis] as i64;
                part = parts.next().expect("another part");
            }
            part.data[part.offset(&index)]
        })
    }

    /// The axes in another order.
    pub fn permuted(&self, axes: &[usize]) -> Nd {
        let shape: Vec<usize> = axes.iter().map(|axis| self.shape[*axis]).collect();
        Nd::from_fn(&shape, |index| {
            let mut old = index.clone();
            axes.iter().zip(&index).for_each(|(axis, i)| old[*axis] = *i);
            self.data[self.offset(&old)]
        })
    }

    /// Repeated to a shape that it is broadcast to.
    pub fn repeated(&self, shape: &[usize]) -> Nd {
        Nd::from_fn(shape, |index| self.broadcast(&index))
    }

    /// The axes the other way round.
    pub fn transposed(&self) -> Nd {
        let shape: Vec<usize> = self.shape.iter().rev().copied().collect();
        Nd::from_fn(&shape, |mut index| {
            index.reverse();
            self.data[self.offset(&index)]
        })
    }

    /// The product of vectors and matrices.
    pub fn dot(&self, other: &Nd) -> Nd {
        let (left, inner) = self.shape.split_at(self.shape.len() - 1);
        let right = &other.shape[1..];
        assert_eq!(inner[0], other.shape[0], "{:?} times {:?}", self.shape, other.shape);
        Nd::from_fn(&[left, right].concat(), |index| {
            let (i, j) = index.split_at(left.len());
            let term = |k: i64| {
                self.data[self.offset(&[i, &[k]].concat())]
                    * other.data[other.offset(&[&[k], j].concat())]
            };
            (0..inner[0] as i64).map(term).sum()
        })
    }

    /// The outer product of two vectors.
    pub fn outer(&self, other: &Nd) -> Nd {
        Nd::from_fn(&[self.shape[0], other.shape[0]], |index| {
            self.data[index[0] as usize] * other.data[index[1] as usize]
        })
    }

    /// The sum of all elements.
    pub fn sum(&self) -> f64 {
        self.data.iter().sum()
    }

    /// The sum along an axis.
    pub fn sum_axis(&self, axis: usize) -> Nd {
        let mut shape = self.shape.clone();
        let extent = shape.remove(axis);
        Nd::from_fn(&shape, |index| {
            let element = |k: i64| {
                let mut index = index.clone();
                index.insert(axis, k);
                self.data[self.offset(&index)]
            };
            (0..extent as i64).map(element).sum()
        })
    }

    /// Repeated along a new axis, to the given shape.
    pub fn repeat(&self, shape: &[usize], axis: usize) -> Nd {
        Nd::from_fn(shape, |mut index| {
            index.remove(axis);
            self.data[self.offset(&index)]
        })
    }

    /// Summed over the axes along which the given shape was broadcast to this one.
    pub fn unbroadcast(&self, shape: &[usize]) -> Nd {
        let mut sum = Nd::full(shape, 0.0);
        for (index, value) in indices(&self.shape).into_iter().zip(&self.data) {
            let own = &index[index.len() - shape.len()..];
            let own: Vec<i64> =
                own.iter().zip(shape).map(|(i, n)| if *n == 1 { 0 } else { *i }).collect();
            let offset = sum.offset(&own);
            sum.data[offset] += value;
        }
        sum
    }
}
