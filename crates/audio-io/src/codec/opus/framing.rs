//! Packets that say how long they are (RFC 6716, appendix B): all but the last stream of a packet
//! with several.

/// Takes a packet with lengths off `bytes`: the packet as it is without, and what follows it.
pub(super) fn split_delimited(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (&toc, rest) = bytes.split_first()?;
    let mut packet = vec![toc];
    match toc & 3 {
        0 => {
            let (len, rest) = length(rest)?;
            take(packet, rest, len)
        }
        1 => {
            let (len, rest) = length(rest)?;
            take(packet, rest, 2 * len)
        }
        2 => {
            let (first, after) = length(rest)?;
            packet.extend_from_slice(rest.get(..rest.len() - after.len())?);
            let (second, after) = length(after)?;
            take(packet, after, first + second)
        }
        _ => many(packet, rest),
    }
}

/// A packet with a count of frames, which may be of several lengths, and padding.
fn many(mut packet: Vec<u8>, rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (&count, mut rest) = rest.split_first()?;
    packet.push(count);
    let mut padding = 0;
    if count & 0x40 != 0 {
        loop {
            let (&byte, after) = rest.split_first()?;
            packet.push(byte);
            rest = after;
            padding += usize::from(byte.min(254));
            if byte < 255 {
                break;
            }
        }
    }
    let frames = usize::from(count & 0x3f);
    let mut len = 0;
    if count & 0x80 != 0 {
        for _ in 1..frames {
            let (frame, after) = length(rest)?;
            packet.extend_from_slice(rest.get(..rest.len() - after.len())?);
            (len, rest) = (len + frame, after);
        }
        let (frame, after) = length(rest)?;
        take(packet, after, len + frame + padding)
    } else {
        let (frame, after) = length(rest)?;
        take(packet, after, frames * frame + padding)
    }
}

/// Appends the next `len` bytes.
fn take(mut packet: Vec<u8>, bytes: &[u8], len: usize) -> Option<(Vec<u8>, &[u8])> {
    let (body, rest) = bytes.split_at_checked(len)?;
    packet.extend_from_slice(body);
    Some((packet, rest))
}

/// A length of one or two bytes (section 3.2.1), and what follows.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 252 {
        return Some((first.into(), rest));
    }
    let (&second, rest) = rest.split_first()?;
    Some((usize::from(first) + 4 * usize::from(second), rest))
}

#[cfg(test)]
mod tests {
    use super::split_delimited;

    #[test]
    fn lengths_are_taken_out_of_each_kind_of_packet() {
        let split =
            |bytes: &[u8]| split_delimited(bytes).map(|(packet, rest)| (packet, rest.to_vec()));
        assert_eq!(split(&[0, 2, 7, 8, 9]), Some((vec![0, 7, 8], vec![9])));
        assert_eq!(split(&[1, 1, 7, 8, 9]), Some((vec![1, 7, 8], vec![9])));
        assert_eq!(split(&[2, 1, 2, 7, 8, 8, 9]), Some((vec![2, 1, 7, 8, 8], vec![9])));
        assert_eq!(split(&[3, 2, 1, 7, 8, 9]), Some((vec![3, 2, 7, 8], vec![9])));
        let padded = [3, 0xc2, 1, 1, 2, 7, 8, 8, 0, 9];
        assert_eq!(split(&padded), Some((vec![3, 0xc2, 1, 1, 7, 8, 8, 0], vec![9])));
        assert_eq!(split(&[0, 9, 1]), None);
    }
}
