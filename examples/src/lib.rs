//! Holds the programs of this folder.
