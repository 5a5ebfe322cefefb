//! Facts about a corpus.

/// Name, language, licence and origin of a corpus.
///
/// Written with `..About::default()`, so that a further field does not break it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The word for it on the command line and in tables, such as `crema-d`.
    pub id: &'static str,
    /// Its full name.
    pub name: &'static str,
    /// The language that is spoken, as a BCP 47 tag such as `en` or `fr-CA`; several are separated
    /// by commas.
    pub language: &'static str,
    /// Its licence as an SPDX name where it has one, else in words. Read the corpus's own terms
    /// before use.
    pub licence: &'static str,
    /// The paper that its authors ask to cite.
    pub citation: &'static str,
    /// Where it can be had.
    pub source: &'static str,
    /// How its files are named.
    pub names: &'static str,
    /// Whether two files of one name, in different folders, are the same recording.
    pub one_name_per_take: bool,
}
