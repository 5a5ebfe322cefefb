//! Elements of EBML (RFC 8794).

use std::io::{BufReader, ErrorKind, Read};

use crate::fault::{Fault, Outcome};
use crate::source::{Failure, Source};

/// The head of an element.
#[derive(Clone, Copy)]
pub(super) struct Element {
    pub(super) id: u32,
    /// Bytes of its body; `None` where the writer did not know.
    len: Option<u64>,
}

/// Elements one after another; whoever asks for the next one has read or skipped the body.
pub(super) struct Elements<'a> {
    source: BufReader<Source<'a>>,
}

impl<'a> Elements<'a> {
    pub(super) fn new(source: BufReader<Source<'a>>) -> Self {
        Self { source }
    }

    /// Where a failure of the file will be noted.
    pub(super) fn failure(&self) -> Failure {
        self.source.get_ref().failure()
    }

    /// The next element; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Outcome<Option<Element>> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let id = self.rest_of(first, first.into(), 4)?;
        let Some(first) = self.byte()? else { return Ok(None) };
        let mask = 0xff_u64 >> (first.leading_zeros() + 1).min(8);
        let len = self.rest_of(first, u64::from(first) & mask, 8)?;
        let (Some(id), Some(len)) = (id, len) else { return Ok(None) };
        let unknown = (1_u64 << (7 * (first.leading_zeros() + 1))) - 1;
        let len = (len != unknown).then_some(len);
        Ok(Some(Element { id: id as u32, len }))
    }

    /// The further bytes of a number of variable length; `None` at the end of the file.
    fn rest_of(&mut self, first: u8, start: u64, longest: u32) -> Outcome<Option<u64>> {
        let more = first.leading_zeros();
        if more >= longest {
            return Err(Fault::malformed("an element has no valid head"));
        }
        let mut value = start;
        for _ in 0..more {
            let Some(byte) = self.byte()? else { return Ok(None) };
            value = value << 8 | u64::from(byte);
        }
        Ok(Some(value))
    }

    fn byte(&mut self) -> Outcome<Option<u8>> {
        let mut byte = [0];
        match self.source.read_exact(&mut byte) {
            Ok(()) => Ok(Some(byte[0])),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The body of an element.
    pub(super) fn body(&mut self, element: Element, longest: u64) -> Outcome<Vec<u8>> {
        let len = element.len.filter(|&len| len <= longest);
        let len = len.ok_or(Fault::malformed("an element is too long"))?;
        let mut body = Vec::new();
        self.source.by_ref().take(len).read_to_end(&mut body)?;
        if (body.len() as u64) < len {
            return Err(Fault::malformed("the file ends within an element"));
        }
        Ok(body)
    }

    /// Leaves an element out. One without a length is entered instead.
    pub(super) fn skip(&mut self, element: Element) -> Outcome<()> {
        let mut left = element.len.unwrap_or(0);
        let buffered = self.source.buffer().len() as u64;
        if left > buffered + (1 << 16) {
            left -= buffered;
            self.source.consume_all();
            return Ok(self.source.get_mut().skip(left)?);
        }
        std::io::copy(&mut self.source.by_ref().take(left), &mut std::io::sink())?;
        Ok(())
    }
}

/// Drops what a reader has buffered.
trait ConsumeAll {
    fn consume_all(&mut self);
}

impl ConsumeAll for BufReader<Source<'_>> {
    fn consume_all(&mut self) {
        let count = self.buffer().len();
        std::io::BufRead::consume(self, count);
    }
}

/// A number of variable length without its mark, and what follows.
pub(super) fn vint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (value, len, rest) = marked(bytes)?;
    Some((value & ((1 << (7 * len)) - 1), rest))
}

/// A number of variable length with its mark, its length, and what follows.
fn marked(bytes: &[u8]) -> Option<(u64, u32, &[u8])> {
    let len = bytes.first()?.leading_zeros() + 1;
    if len > 8 {
        return None;
    }
    let (value, rest) = bytes.split_at_checked(len as usize)?;
    Some((number(value), len, rest))
}

/// The elements in a body that is in memory: identifiers and bodies.
pub(super) fn children(mut bytes: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (id, _, rest) = marked(bytes)?;
        let (len, rest) = vint(rest)?;
        let len = usize::try_from(len).unwrap_or(usize::MAX).min(rest.len());
        let (body, after) = rest.split_at_checked(len)?;
        bytes = after;
        Some((id as u32, body))
    })
}

/// A number without a sign.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// A number with a sign.
pub(super) fn signed(bytes: &[u8]) -> i64 {
    let start = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().fold(start, |value, &byte| value << 8 | i64::from(byte))
}

/// A float of 32 or 64 bits.
pub(super) fn float(bytes: &[u8]) -> f64 {
    match bytes.len() {
        4 => f64::from(f32::from_bits(number(bytes) as u32)),
        8 => f64::from_bits(number(bytes)),
        _ => 0.0,
    }
}
