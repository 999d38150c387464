//! The options of the command line.

use std::path::PathBuf;

use clap::Parser;

use crate::net::Start;

/// From one formula to a whole network: what chainrule makes of each.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// The folder for the drawings of the graph
    #[arg(long, default_value = "target/exercise")]
    pub output: PathBuf,
    /// The network's inputs
    #[arg(long, default_value_t = 4, value_parser = size)]
    pub inputs: usize,
    /// The network's outputs
    #[arg(long, default_value_t = 2, value_parser = size)]
    pub outputs: usize,
    /// The sizes of its hidden layers; nothing for none
    #[arg(long, default_value = "5,3", value_parser = sizes)]
    pub hidden: Sizes,
    /// How its weights begin
    #[arg(long, value_enum, default_value_t = Start::StandardNormal)]
    pub start: Start,
    /// The seed of its weights
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
}

/// The sizes of layers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sizes(pub Vec<usize>);

fn size(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(0) => Err("no layer may be empty".to_owned()),
        Ok(size) => Ok(size),
        Err(_) => Err(format!("`{text}` is no number of neurons")),
    }
}

fn sizes(text: &str) -> Result<Sizes, String> {
    if text.trim().is_empty() {
        return Ok(Sizes(Vec::new()));
    }
    text.split(',').map(size).collect::<Result<_, _>>().map(Sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_hidden_layers() {
        assert_eq!(sizes(""), Ok(Sizes(vec![])));
        assert_eq!(sizes("8"), Ok(Sizes(vec![8])));
        assert_eq!(sizes("20, 30,40"), Ok(Sizes(vec![20, 30, 40])));
        assert_eq!(sizes("3,0"), Err("no layer may be empty".to_owned()));
        assert_eq!(sizes("3,x"), Err("`x` is no number of neurons".to_owned()));
    }
}
