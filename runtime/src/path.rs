//! Ways to the parts of a value, in words.

use core::fmt;

/// Where in a value a number is: `0`, `weights[3]`, `layers[1].w[[0, 2]]`.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Field(&'a str),
    Part(usize),
    Index(usize),
    Axes(&'a [usize]),
}

impl<'a> Path<'a> {
    /// The value itself.
    pub const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    /// The value itself, by its name.
    pub fn named(name: &'a str) -> Path<'a> {
        Path { parent: None, step: Step::Name(name) }
    }

    /// A field of a struct.
    pub fn field(&'a self, name: &'a str) -> Path<'a> {
        self.then(Step::Field(name))
    }

    /// A part of a tuple, or of a struct whose fields have no names.
    pub fn part(&'a self, index: usize) -> Path<'a> {
        self.then(Step::Part(index))
    }

    /// An element of a sequence.
    pub fn index(&'a self, index: usize) -> Path<'a> {
        self.then(Step::Index(index))
    }

    /// An element of an array with several axes.
    pub fn axes(&'a self, index: &'a [usize]) -> Path<'a> {
        match *index {
            [index] => self.index(index),
            _ => self.then(Step::Axes(index)),
        }
    }

    fn then(&'a self, step: Step<'a>) -> Path<'a> {
        Path { parent: Some(self), step }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = match self.parent {
            None | Some(Path { step: Step::Root, .. }) => "",
            Some(_) => ".",
        };
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) => f.write_str(name),
            Step::Field(name) => write!(f, "{dot}{name}"),
            Step::Part(index) => write!(f, "{dot}{index}"),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Axes(index) => write!(f, "[{index:?}]"),
        }
    }
}
