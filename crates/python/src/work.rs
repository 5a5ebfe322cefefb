//! Work without the interpreter's lock, on threads of its own, that Ctrl-C interrupts.
//!
//! Nothing here outlives a call, so that a process can be forked between two calls: there is no
//! pool of threads that the child would lack.

use std::borrow::Cow;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use ndarray::{ArrayView, ArrayView1, Dimension};
use numpy::{Element, PyReadonlyArray};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::error::Failure;

/// How often signals are looked at, and progress is reported.
const TICK: Duration = Duration::from_millis(50);

/// Values below which a computation ends long before anyone would interrupt it.
const SMALL: usize = 1 << 20;

/// What a job and the thread that waits for it tell each other.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    done: AtomicUsize,
    stopped: AtomicBool,
}

impl Watch {
    /// Counts one more finished item.
    pub(crate) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether nobody waits for the result any more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Runs a job on a thread of its own, and waits for it without the interpreter's lock.
///
/// A signal ends the wait at once; the job sees [`Watch::is_stopped`], and what it returns is
/// dropped. `progress` is called with the number of finished items, from the caller's thread.
pub(crate) fn run<T, E>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    job: impl FnOnce(&Watch) -> Result<T, E> + Send + 'static,
) -> Result<T, Failure>
where
    T: Send + 'static,
    E: Send + 'static,
    Failure: From<E>,
{
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = sync_channel(1);
    let receiver = Mutex::new(receiver);
    let shared = Arc::clone(&watch);
    let worker = move || {
        // Nobody receives the result of a job that was interrupted.
        let _ = sender.send(job(&shared));
    };
    thread::Builder::new().name("emo".to_owned()).spawn(worker).map_err(PyErr::from)?;
    let wait = || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK);
    let mut reported = 0;
    loop {
        let outcome = py.detach(wait);
        let done = watch.done.load(Ordering::Relaxed);
        let report = progress.filter(|_| done > reported);
        let told = py.check_signals().and_then(|()| match report {
            Some(progress) => progress.call1((done,)).map(drop),
            None => Ok(()),
        });
        if let Err(error) = told {
            watch.stopped.store(true, Ordering::Relaxed);
            return Err(error.into());
        }
        reported = done;
        match outcome {
            Ok(result) => return Ok(result?),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work ended by a defect of emo").into());
            }
        }
    }
}

/// Computes something from an array without the interpreter's lock. A large array is copied, so
/// that the computation can be interrupted.
pub(crate) fn compute<T, D, R, E>(
    array: &PyReadonlyArray<'_, T, D>,
    job: impl FnOnce(ArrayView<'_, T, D>) -> Result<R, E> + Send + 'static,
) -> Result<R, Failure>
where
    T: Element + Clone + Send + Sync + 'static,
    D: Dimension + 'static,
    R: Send + 'static,
    E: Send + 'static,
    Failure: From<E>,
{
    let view = array.as_array();
    if view.len() < SMALL {
        return Ok(array.py().detach(|| job(view))?);
    }
    let owned = view.to_owned();
    run(array.py(), None, move |_| job(owned.view()))
}

/// Runs a job whose parallel loops use `n_jobs` threads; `None` is one for each core.
pub(crate) fn on_threads<R: Send>(
    n_jobs: Option<NonZero<usize>>,
    job: impl FnOnce() -> R + Send,
) -> Result<R, Failure> {
    let n_cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let n_threads = n_jobs.map_or_else(n_cores, NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
    let pool = pool.map_err(|error| Failure::Value(error.to_string()))?;
    Ok(pool.install(job))
}

/// The samples in one piece, copied where they are not.
pub(crate) fn in_one_piece<'a>(samples: &'a ArrayView1<'_, f32>) -> Cow<'a, [f32]> {
    samples.as_slice().map_or_else(|| Cow::Owned(samples.to_vec()), Cow::Borrowed)
}
