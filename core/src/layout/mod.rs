//! Where things go: [`dag`] places the dependency graph.

pub mod dag;
