//! The layered layout of the dependency graph.
