//! Which objects are fetched before they are opened.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::fetch::{Client, Fetched};
use crate::{Error, Result};

/// The objects that will be opened, in the order that is expected.
///
/// After each object that is opened, the next few that follow it are fetched: each of several
/// threads that go through parts of the list has its own objects ahead of it, as a file has with an
/// operating system. An object that is expected several times is kept until the last time, as far
/// as the memory for all of them allows.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    plan: Mutex<Plan>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Plan {
    /// Counts the plans, so that what was fetched for an earlier one is dropped.
    number: u64,
    order: Vec<Arc<str>>,
    entries: HashMap<Arc<str>, Entry>,
    /// The bytes of what is ready, and of what is being fetched as far as its size is known.
    held: u64,
}

#[derive(Debug)]
struct Entry {
    /// The place in the order.
    at: usize,
    /// How often it will be opened.
    uses: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Waiting,
    Fetching,
    Ready(Fetched),
    Failed(Error),
    Used,
}

/// What there is of an object that is opened.
pub(crate) enum Claim {
    /// It was fetched ahead.
    Done(Result<Fetched>),
    /// The caller has to fetch it, and to `keep` it for others that open it.
    Fetch { keep: Option<Job> },
}

/// An object that is to be fetched for a plan.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    number: u64,
    pub(crate) url: Arc<str>,
}

impl Ahead {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the plan.
    pub(crate) fn expect(&self, urls: impl IntoIterator<Item = String>) {
        let mut plan = self.plan();
        let mut next = Plan { number: plan.number + 1, ..Plan::default() };
        for url in urls {
            let url: Arc<str> = url.into();
            let at = next.order.len();
            let new = Entry { at, uses: 0, state: State::Waiting };
            let entry = next.entries.entry(Arc::clone(&url)).or_insert(new);
            entry.uses += 1;
            if entry.uses == 1 {
                next.order.push(url);
            }
        }
        *plan = next;
        self.changed.notify_all();
    }

    /// The objects to fetch now: those of the next `count` after `url`, or of the first ones, that
    /// nobody fetches yet, unless the memory is taken.
    pub(crate) fn next(&self, url: Option<&str>, count: usize, most: u64) -> Vec<Job> {
        let mut plan = self.plan();
        let Plan { number, order, entries, held } = &mut *plan;
        let start = match url {
            None => 0,
            Some(url) => entries.get(url).map_or(order.len(), |entry| entry.at + 1),
        };
        if *held >= most {
            return Vec::new();
        }
        let mut jobs = Vec::new();
        for url in order.iter().skip(start).take(count) {
            let Some(entry) = entries.get_mut(url) else { continue };
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Fetching;
                jobs.push(Job { number: *number, url: Arc::clone(url) });
            }
        }
        jobs
    }

    /// Takes what there is of an object, and waits for it while it is being fetched.
    pub(crate) fn claim(&self, url: &str) -> Claim {
        let mut plan = self.plan();
        loop {
            let Plan { number, entries, held, .. } = &mut *plan;
            let Some((name, _)) = entries.get_key_value(url) else {
                return Claim::Fetch { keep: None };
            };
            let job = Job { number: *number, url: Arc::clone(name) };
            let Some(entry) = entries.get_mut(url) else { return Claim::Fetch { keep: None } };
            let is_last = entry.uses <= 1;
            let left = if is_last { State::Used } else { State::Waiting };
            match &entry.state {
                State::Fetching => {
                    plan = self.changed.wait(plan).unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
                State::Used => return Claim::Fetch { keep: None },
                _ => entry.uses = entry.uses.saturating_sub(1),
            }
            return match std::mem::replace(&mut entry.state, left) {
                State::Ready(fetched) => {
                    if is_last {
                        *held = held.saturating_sub(size(&fetched));
                    } else {
                        entry.state = State::Ready(fetched.clone());
                    }
                    Claim::Done(Ok(fetched))
                }
                State::Failed(error) => Claim::Done(Err(error)),
                _ if is_last => Claim::Fetch { keep: None },
                _ => {
                    entry.state = State::Fetching;
                    Claim::Fetch { keep: Some(job) }
                }
            };
        }
    }

    /// Keeps what a caller has fetched for others that open it, if there is room.
    pub(crate) fn keep(&self, job: &Job, fetched: Option<&Fetched>, most: u64) {
        let state = match fetched {
            Some(fetched) if self.reserve(job, size(fetched), most) => {
                State::Ready(fetched.clone())
            }
            _ => State::Waiting,
        };
        self.set(job, state, 0);
    }

    /// Fetches an object, unless there is no room for it.
    pub(crate) async fn fetch(&self, client: &Client, job: Job) {
        let reserved = AtomicU64::new(0);
        let options = &client.options;
        let may_take = |size| {
            let may = self.reserve(&job, size, options.ahead_bytes);
            reserved.store(if may { size } else { 0 }, Ordering::Relaxed);
            may
        };
        let fetched = client.fetch(&job.url, options.whole_bytes, may_take).await;
        match fetched {
            Ok(Some(fetched)) => self.set(&job, State::Ready(fetched), 0),
            Ok(None) => self.set(&job, State::Waiting, 0),
            Err(error) => self.set(&job, State::Failed(error), reserved.load(Ordering::Relaxed)),
        }
    }

    /// Takes memory, if there is as much.
    fn reserve(&self, job: &Job, size: u64, most: u64) -> bool {
        let mut plan = self.plan();
        let is_room = plan.number == job.number && plan.held.saturating_add(size) <= most;
        if is_room {
            plan.held += size;
        }
        is_room
    }

    /// Sets the state of what was being fetched, and gives memory back.
    fn set(&self, job: &Job, state: State, freed: u64) {
        let mut plan = self.plan();
        if plan.number == job.number {
            plan.held = plan.held.saturating_sub(freed);
            if let Some(entry) = plan.entries.get_mut(&job.url) {
                entry.state = state;
            }
        }
        self.changed.notify_all();
    }
}

fn size(fetched: &Fetched) -> u64 {
    match fetched {
        Fetched::Whole(bytes) => bytes.len() as u64,
        Fetched::Large { .. } => 0,
    }
}
