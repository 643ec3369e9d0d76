//! A `data:` URI becomes bytes.
//!
//! In: the whole URI, base64 or percent-encoded, whatever its media type says; white space inside base64 is passed
//! over, as browsers do (Fetch standard, "forgiving base64"). Out: the bytes. Refused: what is not a data URI, what is
//! not base64 although it says so, what could be over the maximum.

use crate::error::{Error, Result};
use crate::limits::within;
use crate::source::Bytes;

/// The bytes of a `data:` URI, at most `maximum` of them.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge), before anything is decoded, when the body is longer than any encoding
/// of `maximum` bytes, and after it when the bytes are more; [`Fault::Input`](crate::Fault::Input) when it is damaged.
pub fn decode(uri: &str, maximum: u64) -> Result<Bytes> {
    // A byte takes at most three characters (`%20`); whoever pads more than that with white space is not trusted.
    let body = uri.split_once(',').map_or(0, |(_, body)| body.len());
    within("input_bytes", body as u64 / 3, maximum)?;
    let parsed = data_url::DataUrl::process(uri).map_err(|_| {
        Error::input("the `data:` URI has no comma before its content")
            .with_help("write it as `data:image/png;base64,…`")
    })?;
    let mut bytes = Vec::with_capacity(body / 4 * 3);
    let mut count = 0u64;
    parsed
        .decode(|part| {
            count = count.saturating_add(part.len() as u64);
            within("input_bytes", count, maximum)?;
            bytes.extend_from_slice(part);
            Ok(())
        })
        .map_err(|cause| match cause {
            data_url::forgiving_base64::DecodeError::WriteError(error) => error,
            data_url::forgiving_base64::DecodeError::InvalidBase64(_) => {
                Error::input("the `data:` URI is not valid base64")
            }
        })?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    #[test]
    fn base64_with_white_space_and_percent_encoding_are_read() {
        assert_eq!(&*decode("data:image/png;base64,aGVs\n bG8=", 5).unwrap(), b"hello");
        assert_eq!(&*decode("DATA:text/plain;base64,aGVsbG8", 5).unwrap(), b"hello");
        assert_eq!(&*decode("data:image/svg+xml,%3Csvg/%3E", 6).unwrap(), b"<svg/>");
        assert_eq!(&*decode("data:,", 0).unwrap(), b"");
    }

    #[test]
    fn damaged_ones_and_large_ones_are_refused() {
        assert_eq!(decode("data:image/png;base64", 9).unwrap_err().fault(), Fault::Input);
        assert_eq!(decode("data:;base64,a", 9).unwrap_err().fault(), Fault::Input);
        assert_eq!(decode("http://x/", 9).unwrap_err().fault(), Fault::Input);
        assert_eq!(decode("data:,hello", 4).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(decode(&format!("data:,{}", "a".repeat(1000)), 10).unwrap_err().fault(), Fault::TooLarge);
    }
}
