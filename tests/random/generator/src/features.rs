//! What programs may be made of beside the ordinary.

use rand::RngExt;

use crate::statements::Writer;
use crate::tree::Node;

/// A feature: its name, whether the tests have it, and how a statement of it is written.
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// Whether it is on unless features are named: off is what the compiler is known to get wrong.
    pub on: bool,
    write: fn(&mut Writer) -> Vec<Node>,
}

impl Feature {
    /// Whether it needs no more of a number than what `T: Float` promises.
    pub(crate) fn generic(&self) -> bool {
        ["patterns", "tables", "typed"].contains(&self.name)
    }
}

/// A row of the list.
const fn feature(name: &'static str, on: bool, write: fn(&mut Writer) -> Vec<Node>) -> Feature {
    Feature { name, on, write }
}

/// All features.
pub const FEATURES: &[Feature] = &[
    feature("patterns", true, Writer::pattern),
    feature("items", true, Writer::items),
    feature("references", true, Writer::references),
    feature("flattened", true, Writer::flattened),
    feature("tables", true, Writer::table),
    feature("edges", true, Writer::edge),
    feature("arrays", true, Writer::arrays),
    feature("captures", true, Writer::captures),
    feature("zips", true, Writer::zips),
    feature("structures", true, Writer::structures),
    feature("constants", true, Writer::constants),
    feature("ranges", true, Writer::ranges),
    feature("typed", true, Writer::typed),
    feature("beside", true, Writer::beside),
    feature("chosen", true, Writer::chosen),
    feature("given", true, Writer::given),
    feature("several", true, Writer::several),
    feature("missing", true, Writer::missing),
    feature("shorter", true, Writer::shorter),
    feature("taken", true, Writer::taken),
    feature("vectors", true, Writer::vectors),
    feature("handed", true, Writer::handed),
    feature("stores", true, Writer::stores),
    feature("axes", true, Writer::axes),
    feature("open", true, Writer::open),
];

/// The features of these names, separated by commas; `all` is all, and nothing those that are on.
///
/// # Panics
///
/// If there is no feature of a name.
pub fn features(names: &str) -> Vec<&'static Feature> {
    match names {
        "" => FEATURES.iter().filter(|feature| feature.on).collect(),
        "all" => FEATURES.iter().collect(),
        "none" => Vec::new(),
        names => names.split(',').map(named).collect(),
    }
}

fn named(name: &str) -> &'static Feature {
    let found = FEATURES.iter().find(|feature| feature.name == name);
    found.unwrap_or_else(|| panic!("no feature has the name {name}"))
}

impl Writer {
    /// Statements of one of the features.
    pub(crate) fn feature(&mut self) -> Vec<Node> {
        let feature = self.features[self.random.random_range(0..self.features.len())];
        (feature.write)(self)
    }
}
