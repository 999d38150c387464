//! Calls of functions with handles: of the function itself, of one of the functions of its handle, and of these
//! differentiated.

use super::{Callee, Passing, Place, Var};

/// Which of a callee's functions is called, or differentiated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    /// The function itself.
    Primal,
    /// Its `forward`.
    Forward,
    /// Its `backward`.
    Backward,
    /// Both at once: its `accumulate`.
    Both,
}

/// How a value is handed to a generated function.
#[derive(Clone, Debug)]
pub enum Handed {
    /// `x`
    Value(Var),
    /// `&x`
    Ref(Var),
    /// `&mut x`
    Mut(Place),
    /// `chainrule::Inactive`, where a shadow may be left out.
    Nothing,
}

impl Handed {
    /// The value that is handed over, if it is one.
    pub fn value(&self) -> Option<Var> {
        match self {
            Handed::Value(var) | Handed::Ref(var) => Some(*var),
            Handed::Mut(_) | Handed::Nothing => None,
        }
    }

    /// The place that is written to, if it is one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Handed::Mut(place) => Some(place),
            Handed::Value(_) | Handed::Ref(_) | Handed::Nothing => None,
        }
    }

    /// The value, or the whole that the place is part of.
    pub fn root(&self) -> Option<Var> {
        match self {
            Handed::Value(var) | Handed::Ref(var) => Some(*var),
            Handed::Mut(place) => Some(place.root),
            Handed::Nothing => None,
        }
    }
}

/// What a callee takes something as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The argument of the function itself in this position.
    Argument(usize),
    /// What `forward` has kept.
    Residuals,
    /// The cotangent of the output.
    Seed,
    /// Where the cotangent of the argument in this position is added.
    Shadow(usize),
}

/// Something that is handed over.
#[derive(Clone, Debug)]
pub struct Given {
    /// What, and how.
    pub handed: Handed,
    /// As what.
    pub role: Role,
    /// Which tangents have been taken of it: bit i for tangent i.
    pub mask: usize,
}

/// What a callee yields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Yield {
    /// What the function returns.
    Output,
    /// What is kept for `backward`.
    Residuals,
    /// The error, or whether there is a value, where that is caught.
    State,
    /// The cotangent of the argument in this position, which was handed over by value.
    Cotangent(usize),
}

/// A call of a function with a handle. What is handed over stands in the order of the callee's parameters: all that
/// the function takes that is not differentiated, and behind it, for each time that it is, the tangents of
/// everything so far that has one.
#[derive(Clone, Debug)]
pub struct Call {
    /// The callee.
    pub callee: Callee,
    /// Which of its functions.
    pub of: Half,
    /// How often that is differentiated.
    pub order: usize,
    /// Whether each tangent is several.
    pub lanes: bool,
    /// What is handed over.
    pub args: Vec<Given>,
}

impl Half {
    /// The name of the function that is differentiated so often; that of the function itself is empty.
    pub fn named(self, order: usize) -> String {
        let base = match self {
            Half::Primal => "",
            Half::Forward => "forward_",
            Half::Backward => "backward_",
            Half::Both => "accumulate_",
        };
        match order {
            0 => base.trim_end_matches('_').to_owned(),
            1 => format!("{base}jvp"),
            order => format!("{base}jvp{order}"),
        }
    }
}

impl Call {
    /// A call of the function itself, of its `forward`, or of another function that takes the same.
    pub fn new(callee: Callee, of: Half, args: &[Var], places: &[Place]) -> Call {
        let (mut args, mut places) = (args.iter(), places.iter());
        let one = |(i, (passing, _)): (usize, &(Passing, bool))| {
            let handed = match passing {
                Passing::Value => Handed::Value(*args.next()?),
                Passing::Ref => Handed::Ref(*args.next()?),
                Passing::Mut => Handed::Mut(places.next()?.clone()),
            };
            Some(Given { handed, role: Role::Argument(i), mask: 0 })
        };
        let args = callee.passing.iter().enumerate().filter_map(one).collect();
        Call { callee, of, order: 0, lanes: false, args }
    }

    /// A call of `backward`: an output without a derivative has no seed; a shadow for each active argument that is
    /// not handed over by value.
    pub fn backward(
        callee: Callee,
        args: &[Var],
        residuals: Var,
        seed: Option<Var>,
        shadows: Vec<Option<Place>>,
    ) -> Call {
        let mut call = Call::new(callee, Half::Backward, args, &[]);
        call.give(Handed::Ref(residuals), Role::Residuals, 0);
        if let Some(seed) = seed {
            call.give(Handed::Value(seed), Role::Seed, 0);
        }
        for (i, shadow) in call.callee.shadowed().into_iter().zip(shadows) {
            call.give(shadow.map_or(Handed::Nothing, Handed::Mut), Role::Shadow(i), 0);
        }
        call
    }

    /// Hands over one more.
    pub fn give(&mut self, handed: Handed, role: Role, mask: usize) {
        self.args.push(Given { handed, role, mask });
    }

    /// Whether it is a call of this function, not differentiated.
    pub fn is(&self, of: Half) -> bool {
        (self.of, self.order) == (of, 0)
    }

    /// The name of the function.
    pub fn name(&self) -> String {
        let name = self.of.named(self.order);
        if self.lanes { format!("{name}_lanes") } else { name }
    }

    /// Whether something that is handed over has a tangent, if the function is differentiated once more.
    pub fn carries(&self, given: &Given) -> bool {
        match given.role {
            Role::Argument(i) => self.callee.passing[i].1,
            Role::Residuals | Role::Seed | Role::Shadow(_) => true,
        }
    }

    /// Whether it is handed over as a view of an array.
    pub fn is_view(&self, given: &Given) -> bool {
        match given.role {
            Role::Argument(i) => given.mask == 0 && self.callee.views[i],
            Role::Residuals | Role::Seed | Role::Shadow(_) => false,
        }
    }

    /// The arguments of the function itself that are handed over as values.
    pub fn values(&self) -> Vec<Var> {
        let own = self.args.iter().filter(|given| given.is_argument());
        own.filter_map(|given| given.handed.value()).collect()
    }

    /// The places that the function itself is handed as `&mut`.
    pub fn targets(&self) -> Vec<Place> {
        let own = self.args.iter().filter(|given| given.is_argument());
        own.filter_map(|given| given.handed.place().cloned()).collect()
    }

    /// All values that are handed over, tangents too.
    pub fn all_values(&self) -> impl Iterator<Item = Var> {
        self.args.iter().filter_map(|given| given.handed.value())
    }

    /// All places that are written to.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.args.iter().filter_map(|given| given.handed.place())
    }

    /// The value in a role, without tangents.
    fn in_role(&self, role: Role) -> Option<Var> {
        let mut given = self.args.iter().filter(|given| given.mask == 0 && given.role == role);
        given.next()?.handed.value()
    }

    /// What was kept.
    pub fn residuals(&self) -> Option<Var> {
        self.in_role(Role::Residuals)
    }

    /// The cotangent of the output.
    pub fn seed(&self) -> Option<Var> {
        self.in_role(Role::Seed)
    }

    /// Where cotangents are added, without tangents.
    pub fn shadows(&self) -> impl Iterator<Item = &Given> {
        let shadow = |given: &&Given| matches!(given.role, Role::Shadow(_)) && given.mask == 0;
        self.args.iter().filter(shadow)
    }

    /// What the function yields that is not differentiated; next versions of what it changes come behind.
    pub fn yields(&self) -> Vec<Yield> {
        let state = self.callee.answer.caught().map(|_| Yield::State);
        let own = match self.of {
            Half::Primal | Half::Both => vec![Yield::Output],
            Half::Forward => vec![Yield::Output, Yield::Residuals],
            Half::Backward => Vec::new(),
        };
        let (state, cotangents) = match self.of {
            Half::Primal | Half::Forward => (state, Vec::new()),
            Half::Backward => (None, self.callee.returned()),
            Half::Both => (state, self.callee.returned()),
        };
        let cotangents = cotangents.into_iter().map(Yield::Cotangent);
        own.into_iter().chain(state).chain(cotangents).collect()
    }

    /// What the function takes that is not differentiated: a seed where the output has a derivative.
    pub fn takes(&self, seeded: bool) -> Vec<Role> {
        let (callee, seed) = (&self.callee, seeded.then_some(Role::Seed));
        let lasting = |i: &usize| self.of != Half::Backward || callee.passing[*i].0 != Passing::Mut;
        let mut roles: Vec<Role> =
            (0..callee.passing.len()).filter(lasting).map(Role::Argument).collect();
        match self.of {
            Half::Primal | Half::Forward => return roles,
            Half::Backward => roles.push(Role::Residuals),
            Half::Both => {}
        }
        roles.extend(seed);
        roles.extend(callee.shadowed().into_iter().map(Role::Shadow));
        roles
    }
}

impl Given {
    /// Whether it is an argument of the function itself, not a tangent.
    pub fn is_argument(&self) -> bool {
        matches!(self.role, Role::Argument(_)) && self.mask == 0
    }
}
