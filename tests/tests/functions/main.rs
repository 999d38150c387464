//! Functions that take functions, against closed forms and finite differences.

mod elsewhere;
mod equations;
mod forms;
mod handing;
mod methods;
mod missing;
mod names;
mod quadrature;
mod roots;
