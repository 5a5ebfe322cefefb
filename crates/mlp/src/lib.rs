//! A multi-layer perceptron classifier that trains as scikit-learn's does, epoch for epoch
#![forbid(unsafe_code)]
