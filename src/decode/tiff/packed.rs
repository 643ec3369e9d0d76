//! The bytes of a strip or tile as they are stored become those of its rows.
//!
//! Nothing is allocated beyond what the stored bytes come to and what is wanted; the deadline ends it. Errors:
//! [`Fault::Input`](crate::Fault::Input) for damage. What ends too early gives what there is: whether it is enough is
//! the caller's to say.

use super::facets::compression;
use super::fax::{self, Coding};
use crate::decode::reader::{Timed, damaged};
use crate::error::{Error, Result};
use crate::limits::Deadline;
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};
use weezl::decode::Configuration;
use weezl::{BitOrder, LzwStatus};

/// Bytes unpacked between two looks at the clock.
const STEP: usize = 256 << 10;

/// How the bytes are stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Storage {
    pub(super) compression: u32,
    /// Whether the lowest bit of a byte is the first (tag FillOrder).
    pub(super) is_reversed: bool,
    /// Tag T4Options.
    pub(super) fax_options: u32,
}

impl Storage {
    /// At most `wanted` bytes; `width` is that of the rows, in pixels.
    pub(super) fn unpack(self, stored: &[u8], wanted: usize, width: u32, deadline: &Deadline) -> Result<Vec<u8>> {
        let stored: Cow<'_, [u8]> = match self.is_reversed {
            true => stored.iter().map(|byte| byte.reverse_bits()).collect(),
            false => stored.into(),
        };
        match self.compression {
            compression::NONE => Ok(stored.get(..wanted.min(stored.len())).unwrap_or_default().to_vec()),
            compression::LZW => lzw(&stored, wanted, deadline),
            compression::DEFLATE | compression::OLD_DEFLATE => deflate(&stored, wanted, deadline),
            compression::PACK_BITS => Ok(pack_bits(&stored, wanted)),
            _ => {
                let mut rows = zeros(wanted)?;
                fax::decode(&stored, self.coding()?, width, &mut rows, deadline)?;
                Ok(rows)
            }
        }
    }

    fn coding(self) -> Result<Coding> {
        Ok(match self.compression {
            compression::FAX_ROWS => Coding::Rows(1),
            compression::FAX_WORDS => Coding::Rows(2),
            compression::FAX_3 => Coding::Group3 { is_two_dimensional: self.fax_options & 1 == 1 },
            compression::FAX_4 => Coding::Group4,
            _ => return Err(Error::internal("a compression without a decoder")),
        })
    }
}

fn zeros(length: usize) -> Result<Vec<u8>> {
    let mut zeros = Vec::new();
    zeros
        .try_reserve_exact(length)
        .map_err(|cause| Error::beyond("values to hold at once", length, "what the system gives").caused_by(cause))?;
    zeros.resize(length, 0);
    Ok(zeros)
}

/// LZW (TIFF 6.0, section 13). Before it was written down, programs put the bits of codes in from the right and changed
/// their width one code later; such streams begin with a cleared table too, which tells them (libtiff knows them by the
/// same bytes).
fn lzw(stored: &[u8], wanted: usize, deadline: &Deadline) -> Result<Vec<u8>> {
    let is_old = matches!(stored, [0, second, ..] if second & 1 == 1);
    let mut decoder = match is_old {
        true => Configuration::new(BitOrder::Lsb, 8).build(),
        false => Configuration::with_tiff_size_switch(BitOrder::Msb, 8).with_yield_on_full_buffer(true).build(),
    };
    let (mut out, mut rest) = (Vec::new(), stored);
    while out.len() < wanted {
        deadline.check()?;
        let filled = out.len();
        out.resize((filled + STEP).min(wanted), 0);
        let done = decoder.decode_bytes(rest, out.get_mut(filled..).unwrap_or_default());
        out.truncate(filled + done.consumed_out);
        rest = rest.get(done.consumed_in..).unwrap_or_default();
        match done.status {
            Ok(LzwStatus::Ok) => {}
            Ok(LzwStatus::NoProgress | LzwStatus::Done) => break,
            Err(cause) => return Err(damaged("TIFF", &cause)),
        }
    }
    Ok(out)
}

fn deflate(stored: &[u8], wanted: usize, deadline: &Deadline) -> Result<Vec<u8>> {
    let mut decoder = ZlibDecoder::new(Timed::new(stored, deadline));
    let mut out = Vec::new();
    while out.len() < wanted {
        deadline.check()?;
        let filled = out.len();
        let step = STEP.min(wanted - filled) as u64;
        match decoder.by_ref().take(step).read_to_end(&mut out) {
            Ok(_) if out.len() == filled => break,
            Ok(_) => {}
            // What came before the end is there.
            Err(cause) if cause.kind() == ErrorKind::UnexpectedEof => break,
            Err(cause) => return Err(damaged("TIFF", &cause)),
        }
    }
    Ok(out)
}

/// Runs of bytes and of copies (TIFF 6.0, section 9).
fn pack_bits(stored: &[u8], wanted: usize) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), stored);
    while let ([head, tail @ ..], true) = (rest, out.len() < wanted) {
        rest = tail;
        match *head {
            0..=127 => {
                let count = (usize::from(*head) + 1).min(rest.len());
                out.extend_from_slice(&rest[..count]);
                rest = &rest[count..];
            }
            128 => {}
            head => {
                let Some((value, tail)) = rest.split_first() else { break };
                out.resize(out.len() + 257 - usize::from(head), *value);
                rest = tail;
            }
        }
    }
    out.truncate(wanted);
    out
}

/// Adds up the differences in a row (TIFF 6.0, section 14): samples of so many bytes, `apart` of them from one to the
/// next of the same kind.
pub(super) fn add_up(row: &mut [u8], bytes: usize, apart: usize, is_little_endian: bool) {
    match bytes {
        1 => {
            for at in apart..row.len() {
                row[at] = row[at].wrapping_add(row[at - apart]);
            }
        }
        _ => {
            let step = bytes * apart;
            let order = |byte: usize| if is_little_endian { byte } else { bytes - 1 - byte };
            for at in (step..row.len() + 1 - bytes.min(row.len())).step_by(bytes) {
                let mut carry = 0;
                for byte in (0..bytes).map(order) {
                    let sum = u16::from(row[at + byte]) + u16::from(row[at + byte - step]) + carry;
                    (row[at + byte], carry) = (sum as u8, sum >> 8);
                }
            }
        }
    }
}

/// As [`add_up`], of floating numbers, whose bytes stand apart by weight, the heaviest first (TIFF technical note 3).
pub(super) fn add_up_floats(row: &mut [u8], bytes: usize, apart: usize, is_little_endian: bool) {
    add_up(row, 1, apart, is_little_endian);
    let count = row.len() / bytes;
    let apart = row.to_vec();
    for (at, number) in row.chunks_exact_mut(bytes).enumerate() {
        for (weight, byte) in number.iter_mut().enumerate() {
            let weight = if is_little_endian { bytes - 1 - weight } else { weight };
            *byte = apart.get(weight * count + at).copied().unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_copies_are_unpacked() {
        let packed = [0xFE, 0xAA, 2, 0x80, 0, 0x2A, 0x80, 0xFD, 1];
        assert_eq!(pack_bits(&packed, 99), [0xAA, 0xAA, 0xAA, 0x80, 0, 0x2A, 1, 1, 1, 1]);
        assert_eq!(pack_bits(&packed, 4), [0xAA, 0xAA, 0xAA, 0x80]);
        assert_eq!(pack_bits(&[5, 1], 9), [1]);
    }

    #[test]
    fn differences_are_added_up() {
        let mut row = [1, 10, 2, 250, 3, 10];
        add_up(&mut row, 1, 2, true);
        assert_eq!(row, [1, 10, 3, 4, 6, 14]);
        let mut row = [0xFF, 0, 1, 0, 0, 1];
        add_up(&mut row, 2, 1, true);
        assert_eq!(row, [0xFF, 0, 0, 1, 0, 2]);
        let mut row = [0, 0xFF, 0, 1, 1, 0];
        add_up(&mut row, 2, 1, false);
        assert_eq!(row, [0, 0xFF, 1, 0, 2, 0]);
        let mut row = [];
        add_up(&mut row, 2, 1, false);
    }

    #[test]
    fn floats_come_together_from_their_bytes() {
        // 1.0 and 2.0: 3F80_0000 and 4000_0000, byte by byte, as differences.
        let mut row = [0x3F, 0x01, 0x40, 0x80, 0, 0, 0, 0];
        add_up_floats(&mut row, 4, 1, true);
        assert_eq!(row, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
    }
}
