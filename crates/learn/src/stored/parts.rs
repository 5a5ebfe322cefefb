//! From a typed pipeline to one of any type.

use super::{AnyClassifier, AnyPipeline, AnyTransformer, Single, StoredClassifier};
use crate::estimator::Label;
use crate::preprocessing::{AdaptedGroupScaler, Clipper, FittedStandardScaler};
use crate::{Error, FittedPipeline, Result};

/// Fitted transformers of a pipeline that computes in `F`, as a list of stored ones.
///
/// A step of your own that is a [`StoredTransformer`](super::StoredTransformer) implements it with
/// `vec![AnyTransformer::new(self)]`.
pub trait IntoTransformers<F> {
    /// The steps, in the order in which rows pass them.
    fn into_transformers(self) -> Vec<AnyTransformer>;
}

macro_rules! one {
    ($($step:ty: $number:ty => $stored:expr);* $(;)?) => {$(
        impl IntoTransformers<$number> for $step {
            fn into_transformers(self) -> Vec<AnyTransformer> {
                vec![AnyTransformer::new($stored(self))]
            }
        }
    )*};
}

one! {
    FittedStandardScaler: f64 => std::convert::identity;
    FittedStandardScaler: f32 => Single;
    // Limits give the same numbers in either precision: what they leave is the caller's number,
    // and a limit that replaces it is rounded by the step that follows.
    Clipper: f64 => std::convert::identity;
    Clipper: f32 => std::convert::identity;
    AdaptedGroupScaler: f64 => std::convert::identity;
}

macro_rules! tuple {
    ($($step:ident)+) => {
        impl<F, $($step: IntoTransformers<F>),+> IntoTransformers<F> for ($($step,)+) {
            #[expect(non_snake_case, reason = "a type parameter and its value share a name")]
            fn into_transformers(self) -> Vec<AnyTransformer> {
                let ($($step,)+) = self;
                let mut all = Vec::new();
                $(all.extend($step.into_transformers());)+
                all
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E G);

impl<T, C, L> TryFrom<FittedPipeline<T, C, L>> for AnyPipeline
where
    T: IntoTransformers<C::Number>,
    C: StoredClassifier,
    L: Label + AsRef<str>,
{
    type Error = Error;

    fn try_from(fitted: FittedPipeline<T, C, L>) -> Result<Self> {
        let FittedPipeline { transformer, classifier, labels } = fitted;
        let labels = labels.classes().iter().map(|label| label.as_ref().to_owned());
        Self::new(transformer.into_transformers(), AnyClassifier::new(classifier), labels)
    }
}
