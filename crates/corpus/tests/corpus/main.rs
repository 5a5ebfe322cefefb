//! Clips, tables, manifests, readers and protocols, from outside: one program, since each one more
//! is built on its own.

mod clips;
mod copies;
mod judged;
mod labels;
mod manifests;
mod protocols;
mod readers;
mod scan;
mod table;
mod whole_file;
