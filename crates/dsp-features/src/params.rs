//! How parameters are written: librosa's names, librosa's defaults, consuming setters.

/// Gives a parameter struct one consuming setter a field.
macro_rules! setters {
    ($params:ty { $($field:ident: $kind:ty),* $(,)? }) => {
        impl $params {
            $(
                #[doc = concat!("These parameters with another `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, $field: $kind) -> Self {
                    self.$field = $field;
                    self
                }
            )*
        }
    };
}
pub(crate) use setters;
