//! A whole file in memory, unpacked if it is a gzip file.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::DataError;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a file; a gzip file is known by its first two bytes, whatever its name.
///
/// # Errors
/// When the file cannot be read or unpacked.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, DataError> {
    let bytes =
        fs::read(path).map_err(|reason| DataError::Unreadable { path: path.to_owned(), reason })?;
    unpack(path, bytes)
}

/// The bytes as they are, or unpacked when they are a gzip file; `path` is for messages.
///
/// # Errors
/// When a gzip file is damaged or cut short.
pub(super) fn unpack(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, DataError> {
    if !bytes.starts_with(&GZIP_MAGIC) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    match MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        Err(reason) => {
            Err(DataError::Damaged { path: path.to_owned(), unpacked: plain.len(), reason })
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    pub(in crate::data) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_bytes_stay() {
        assert_eq!(unpack(Path::new("a"), b"1,2\n".to_vec()).unwrap(), b"1,2\n");
        assert_eq!(unpack(Path::new("a"), Vec::new()).unwrap(), b"");
    }

    #[test]
    fn packed_bytes_are_unpacked_also_in_several_members() {
        let packed = [gzip(b"first "), gzip(b"second")].concat();
        assert_eq!(unpack(Path::new("a"), packed).unwrap(), b"first second");
    }

    #[test]
    fn a_cut_gzip_file_is_an_error() {
        let mut packed = gzip(&[7; 1000]);
        packed.truncate(packed.len() - 9);
        let message = unpack(Path::new("cut.gz"), packed).unwrap_err().to_string();
        assert!(message.starts_with("cut.gz: expected a whole gzip file"), "{message}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = read(Path::new("no/such/file")).unwrap_err().to_string();
        assert!(message.starts_with("no/such/file: cannot be read"), "{message}");
    }
}
