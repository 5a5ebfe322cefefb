//! SMOTE over-sampling that draws the rows imbalanced-learn draws
#![forbid(unsafe_code)]
