//! Readers by their ids.

use std::sync::Arc;

use super::{
    Ased, Cafe, CorpusReader, CremaD, EmoDb, EmoTale, Emovo, Iemocap, JlCorpus, Meld, Mesd, Nemo,
    Ravdess, Savee, Shemo, Tess, TurevDb, Urdu,
};
use crate::{Error, Result, quoted};

/// A set of readers, each with an id of its own.
#[derive(Clone, Default)]
pub struct Registry {
    readers: Vec<Arc<dyn CorpusReader>>,
}

impl Registry {
    /// The readers of this crate.
    pub fn known() -> Self {
        let readers: Vec<Arc<dyn CorpusReader>> = vec![
            Arc::new(Ased),
            Arc::new(Cafe),
            Arc::new(CremaD),
            Arc::new(EmoDb),
            Arc::new(EmoTale),
            Arc::new(Emovo),
            Arc::new(Iemocap),
            Arc::new(JlCorpus),
            Arc::new(Meld),
            Arc::new(Mesd),
            Arc::new(Nemo),
            Arc::new(Ravdess),
            Arc::new(Savee),
            Arc::new(Shemo),
            Arc::new(Tess),
            Arc::new(TurevDb),
            Arc::new(Urdu),
        ];
        Self { readers }
    }

    /// Adds a reader; one with the same id is replaced.
    pub fn add(&mut self, reader: impl CorpusReader + 'static) {
        self.readers.retain(|known| known.about().id != reader.about().id);
        self.readers.push(Arc::new(reader));
    }

    /// The reader with this id.
    ///
    /// # Errors
    ///
    /// If there is none, with the ids that there are.
    pub fn get(&self, id: &str) -> Result<&dyn CorpusReader> {
        self.iter().find(|reader| reader.about().id == id).ok_or_else(|| {
            let ids: Vec<&str> = self.iter().map(|reader| reader.about().id).collect();
            Error::InvalidValue { what: "corpus", expected: ids.join(", "), got: quoted(id) }
        })
    }

    /// All readers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &dyn CorpusReader> {
        self.readers.iter().map(AsRef::as_ref)
    }
}
