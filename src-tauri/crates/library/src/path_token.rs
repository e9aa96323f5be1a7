//! A path as a string, without loss: what the interface gets and hands back, and what is kept in the app's files.
//!
//! A path that is Unicode is its own token, but that `%` becomes `%25`. A byte that is no part of a character becomes `%`
//! and its two hexadecimal digits. On systems whose paths aren't bytes, what isn't Unicode in them becomes `�`.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The string that stands for a path. Made from a path, or parsed from a string that was made so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PathToken {
    token: String,
}

impl PathToken {
    /// The same for every path that leads to a file: through links, and from wherever one looks.
    pub fn canonical(path: &Path) -> Self {
        Self::from(&*std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// The path that it was made from.
    pub fn to_path(&self) -> PathBuf {
        decode(&self.token).unwrap_or_else(|| PathBuf::from(&self.token))
    }

    /// As the string that goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.token
    }
}

impl From<&Path> for PathToken {
    fn from(path: &Path) -> Self {
        let mut token = String::with_capacity(path.as_os_str().len());
        for chunk in bytes_of(path).utf8_chunks() {
            token.push_str(&chunk.valid().replace('%', "%25"));
            for byte in chunk.invalid() {
                token.push_str(&format!("%{byte:02X}"));
            }
        }
        Self { token }
    }
}

impl FromStr for PathToken {
    type Err = Error;

    /// # Errors
    /// [`Error::NotAPath`] for a string that no path gives.
    fn from_str(token: &str) -> Result<Self, Error> {
        match decode(token) {
            Some(_) => Ok(Self { token: token.to_owned() }),
            None => Err(Error::NotAPath { token: token.to_owned() }),
        }
    }
}

impl TryFrom<String> for PathToken {
    type Error = Error;

    fn try_from(token: String) -> Result<Self, Error> {
        token.parse()
    }
}

impl From<PathToken> for String {
    fn from(token: PathToken) -> Self {
        token.token
    }
}

fn decode(token: &str) -> Option<PathBuf> {
    let mut parts = token.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = (part.get(..2)?, part.get(2..)?);
        if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    path_of(bytes)
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).into()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    let path: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    Some(path.into())
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    path.to_string_lossy().into_owned().into_bytes().into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn every_path_comes_back_as_it_was() {
        let cases: [(&[u8], &str); 8] = [
            (b"", ""),
            (b"/a b/c.mp3", "/a b/c.mp3"),
            ("/Grüße/日本 😀".as_bytes(), "/Grüße/日本 😀"),
            (b"/100%.mp3", "/100%25.mp3"),
            (b"/%FF", "/%25FF"),
            (b"/pass\xE9.mp3", "/pass%E9.mp3"),
            (b"/\xFF\xFE%\xC3", "/%FF%FE%25%C3"),
            (b"/\xED\xA0\x80\n", "/%ED%A0%80\n"),
        ];
        for (bytes, expected) in cases {
            let path = path_of(bytes.to_vec()).unwrap();
            let token = PathToken::from(path.as_path());
            assert_eq!(token.as_str(), expected);
            assert_eq!(token.to_path(), path);
            assert_eq!(expected.parse::<PathToken>().unwrap(), token);
            let json = serde_json::to_string(&token).unwrap();
            assert_eq!(serde_json::from_str::<PathToken>(&json).unwrap().to_path(), path);
        }
        for byte in 0..=255u8 {
            let path = path_of(vec![b'x', byte, b'%', byte]).unwrap();
            assert_eq!(PathToken::from(path.as_path()).to_path(), path);
        }
    }

    #[test]
    fn a_string_that_no_path_gives_is_refused() {
        for token in ["%", "a%2", "a%zz", "%+1", "%é"] {
            assert!(matches!(token.parse::<PathToken>(), Err(Error::NotAPath { .. })), "{token}");
        }
    }
}
