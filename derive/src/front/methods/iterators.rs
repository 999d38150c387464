//! Methods of iterators: what makes another one, and what ends one.

use super::super::chains::Chain;
use super::super::lower::Lower;
use super::super::scope::Value;
use super::super::source::Source;
use super::super::stages::{Order, Stage};
use super::{By, Class, Method, Site};
use crate::diagnostics::*;

/// What makes an iterator of an iterator.
const fn adaptor(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Chain, &Site<'_>) -> Accepted<Chain>,
) -> Method {
    Method::new(Class::Iterator, name, arity, By::Chain(lower))
}

/// What ends one with a value.
const fn end(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Chain, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Iterator, name, arity, By::End(lower))
}

const PLAIN: &str = "it makes no difference";

pub(super) const ROWS: &[Method] = &[
    adaptor("iter", 0, |_, chain, _| Ok(chain)).unlisted(PLAIN),
    adaptor("into_iter", 0, |_, chain, _| Ok(chain)).unlisted(PLAIN),
    adaptor("copied", 0, |_, chain, _| Ok(chain)).passing_on().unlisted(PLAIN),
    adaptor("cloned", 0, |_, chain, _| Ok(chain)).passing_on().unlisted(PLAIN),
    adaptor("clone", 0, |lower, chain, site| lower.again(chain, site)).unlisted(PLAIN),
    adaptor("map", 1, |lower, chain, site| Ok(chain.mapped(lower.function(site.args[0], 1)?)))
        .calling(),
    adaptor("filter", 1, |lower, chain, site| {
        Ok(chain.with(Stage::Filter(lower.function(site.args[0], 1)?)))
    })
    .calling(),
    adaptor("flat_map", 1, |lower, chain, site| {
        Ok(chain.with(Stage::FlatMap(lower.function(site.args[0], 1)?, Order::Forward)))
    })
    .calling(),
    adaptor("flatten", 0, |_, chain, _| Ok(chain.with(Stage::Flatten(Order::Forward)))),
    adaptor("take_while", 1, |lower, chain, site| {
        Ok(chain.with(Stage::TakeWhile(lower.function(site.args[0], 1)?)))
    })
    .calling(),
    adaptor("skip_while", 1, |lower, chain, site| lower.skipping(chain, site)).calling(),
    adaptor("inspect", 1, |lower, chain, site| lower.inspected(chain, site)).calling(),
    adaptor("scan", 2, |lower, chain, site| lower.scanned(chain, site)),
    adaptor("enumerate", 0, |_, chain, _| Ok(chain.enumerated())),
    adaptor("rev", 0, |lower, chain, site| lower.turned(chain, site)),
    adaptor("zip", 1, |lower, chain, site| lower.zipped(chain, site)),
    adaptor("cycle", 0, |lower, chain, site| lower.cycled(chain, site)),
    adaptor("peekable", 0, |_, chain, _| Ok(chain)),
    adaptor("chain", 1, |lower, chain, site| lower.continued(chain, site)),
    adaptor("step_by", 1, |lower, chain, site| {
        lower.limited(chain, site, Source::StepBy, Stage::StepBy)
    }),
    adaptor("skip", 1, |lower, chain, site| lower.limited(chain, site, Source::Skip, Stage::Skip)),
    adaptor("take", 1, |lower, chain, site| lower.limited(chain, site, Source::Take, Stage::Take)),
    adaptor("filter_map", 1, |lower, chain, site| {
        Ok(chain.with(Stage::FilterMap(lower.option_function(site.args[0])?)))
    })
    .calling(),
    adaptor("map_while", 1, |lower, chain, site| {
        Ok(chain.with(Stage::MapWhile(lower.option_function(site.args[0])?)))
    })
    .calling(),
    Method::new(
        Class::Iterator,
        "by_ref",
        0,
        By::Value(|lower, chain, site| lower.borrowed_chain(chain, site)),
    ),
    end("sum", 0, |lower, chain, site| lower.total(&chain, site)),
    end("product", 0, |lower, chain, site| lower.total(&chain, site)),
    end("fold", 2, |lower, chain, site| lower.folded(&chain, site)).calling(),
    end("for_each", 1, |lower, chain, site| lower.for_each(&chain, site)).calling(),
    end("count", 0, |lower, chain, site| lower.how_many(&chain, site)),
    end("len", 0, |lower, chain, site| lower.how_many(&chain, site)).unlisted("it is `count`"),
    end("any", 1, |lower, chain, site| lower.whether(&chain, true, site)).calling().advancing(),
    end("all", 1, |lower, chain, site| lower.whether(&chain, false, site)).calling().advancing(),
    end("collect", 0, |lower, chain, site| lower.collect(&chain, site)),
    end("unzip", 0, |lower, chain, site| lower.unzipped(chain, site)),
    end("partition", 1, |lower, chain, site| lower.parted(chain, site)),
    end("next", 0, |lower, chain, site| lower.next(chain, site)).advancing(),
    end("peek", 0, |lower, chain, site| lower.next(chain, site)).advancing(),
    end("nth", 1, |lower, chain, site| lower.nth(chain, site)).advancing(),
    end("last", 0, |lower, chain, site| lower.last_item(chain, site)),
    end("find", 1, |lower, chain, site| lower.find(chain, site)).advancing(),
    end("find_map", 1, |lower, chain, site| lower.find_map(chain, site)).calling().advancing(),
    end("try_fold", 2, |lower, chain, site| lower.tried_fold(&chain, site)).calling().advancing(),
    end("position", 1, |lower, chain, site| lower.position(chain, site)).advancing(),
    end("reduce", 1, |lower, chain, site| lower.reduced(chain, site)).calling(),
    end("max", 0, |lower, chain, site| lower.best(chain, true, site)).unlisted("see `max_by`"),
    end("min", 0, |lower, chain, site| lower.best(chain, false, site)).unlisted("see `min_by`"),
    end("max_by_key", 1, |lower, chain, site| lower.best_by_key(chain, true, site)),
    end("min_by_key", 1, |lower, chain, site| lower.best_by_key(chain, false, site)),
    end("max_by", 1, |lower, chain, site| lower.best(chain, true, site)),
    end("min_by", 1, |lower, chain, site| lower.best(chain, false, site)),
];
