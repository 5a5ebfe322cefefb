//! Enumerations whose values have a word each, for tables, arguments and the screen; and some
//! a number each, for RAVDESS file names.

/// Declares an enumeration of words: `Name, "what it is" { Value "word", … }`.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal {
        $($(#[$value_doc:meta])* $value:ident $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $word)] $value,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$value),+];

            /// Its word: what is displayed, parsed and serialised.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(word: &str) -> $crate::Result<Self> {
                Self::ALL.into_iter().find(|value| value.name() == word).ok_or_else(|| {
                    $crate::Error::InvalidValue {
                        what: $what,
                        expected: Self::ALL.map(Self::name).join(", "),
                        got: $crate::dataset::quoted(word),
                    }
                })
            }
        }
    };
}

/// Declares one with numbers as well: `Name, "what it is" { Value = number "word", … }`.
macro_rules! named_codes {
    ($(#[$doc:meta])* $name:ident, $what:literal {
        $($(#[$value_doc:meta])* $value:ident = $code:literal $word:literal,)+
    }) => {
        $crate::dataset::named::named! {
            $(#[$doc])* $name, $what { $($(#[$value_doc])* $value $word,)+ }
        }

        impl $name {
            /// Its number in RAVDESS file names.
            pub const fn code(self) -> u8 {
                match self { $(Self::$value => $code),+ }
            }

            /// The value with this number in RAVDESS file names.
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.code() == code)
            }
        }
    };
}

pub(crate) use {named, named_codes};
