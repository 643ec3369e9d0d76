//! Rows of data: a CSV or JSON file becomes columns and rows.
//!
//! CSV: UTF-8, perhaps with a byte order mark, a line of column names first, fields parted by commas and quoted as RFC
//! 4180 has it. JSON: a list of objects; a value that is `null` or absent is empty. Rows are read one by one. Refused:
//! rows of another length, columns without a name or named twice, values that are lists or objects, and files over
//! `input_bytes`.

use crate::inputs;
use artboard::data::Row;
use artboard::{Error, Limits, Result};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A row and its number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DataRow {
    /// From 1.
    pub(crate) number: usize,
    /// Its values.
    pub(crate) row: Row,
}

impl DataRow {
    /// For messages.
    pub(crate) fn place(&self) -> String {
        format!("row {}", self.number)
    }
}

/// All that a file says.
#[derive(Debug, Default)]
pub(crate) struct Data {
    /// In order of their first row.
    pub(crate) columns: Vec<String>,
    /// In order.
    pub(crate) rows: Vec<Arc<DataRow>>,
}

impl Data {
    fn add(&mut self, values: Vec<(String, String)>) {
        let number = self.rows.len() + 1;
        self.rows.push(Arc::new(DataRow { number, row: Row::new(values) }));
    }
}

/// Reads a file, or stdin for `-`.
///
/// # Errors
/// What is wrong with it, with its path and the row.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Data> {
    let bytes = match path == Path::new("-") {
        true => inputs::read_stdin(limits.input_bytes)?,
        false => artboard::assets::file::read(path, limits.input_bytes)?,
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    // No column of a table is called `[`.
    let is_json = bytes.trim_ascii_start().starts_with(b"[");
    let data = if is_json { from_json(bytes) } else { from_csv(bytes) };
    data.map_err(|error| error.at(path.display().to_string()))
}

fn from_csv(bytes: &[u8]) -> Result<Data> {
    let refuse = |cause: csv::Error| {
        let help = "write CSV with a line of column names first, or a JSON list of objects";
        Error::input(format!("the data cannot be read: {cause}")).with_help(help).caused_by(cause)
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(bytes);
    let columns: Vec<String> = reader.headers().map_err(refuse)?.iter().map(str::to_owned).collect();
    check_names(&columns)?;
    let mut data = Data { columns, rows: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(refuse)?;
        let values = data.columns.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        data.add(values);
    }
    Ok(data)
}

fn check_names(columns: &[String]) -> Result<()> {
    for (index, column) in columns.iter().enumerate() {
        let what = match columns.iter().take(index).any(|other| other == column) {
            _ if column.is_empty() => format!("column {} has no name", index + 1),
            true => format!("two columns are called `{column}`"),
            false => continue,
        };
        return Err(Error::input(what));
    }
    Ok(())
}

/// A list of objects, one at a time.
struct Rows<'a>(&'a mut Data);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> std::result::Result<(), D::Error> {
        source.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while let Some(object) = list.next_element::<Map<String, Value>>()? {
            let mut values = Vec::new();
            for (column, value) in object {
                let value = match value {
                    Value::Null => String::new(),
                    Value::String(text) => text,
                    value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
                    _ => {
                        let row = self.0.rows.len() + 1;
                        let message = format!("row {row}, column `{column}`: the value is a list or an object");
                        return Err(serde::de::Error::custom(message));
                    }
                };
                if !self.0.columns.contains(&column) {
                    self.0.columns.push(column.clone());
                }
                values.push((column, value));
            }
            self.0.add(values);
        }
        Ok(())
    }
}

fn from_json(bytes: &[u8]) -> Result<Data> {
    let mut data = Data::default();
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let read = Rows(&mut data).deserialize(&mut source).and_then(|()| source.end());
    read.map_err(|cause| Error::input(format!("the data cannot be read: {cause}")).caused_by(cause))?;
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(data: &Data, column: &str) -> Vec<String> {
        data.rows.iter().map(|row| row.row.value(column).unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn csv_is_read_with_quotes_marks_and_line_breaks() {
        let data = from_csv("Guest, number \r\n\"Ada, L.\nKing\",1\r\nÉmile,2\r\n".as_bytes()).unwrap();
        assert_eq!(data.columns, ["Guest", "number"]);
        assert_eq!(values(&data, "Guest"), ["Ada, L.\nKing", "Émile"]);
        assert_eq!(data.rows[1].place(), "row 2");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, b"\xef\xbb\xbfa\n1\n").unwrap();
        assert_eq!(read(&path, &Limits::default()).unwrap().columns, ["a"]);
    }

    #[test]
    fn json_is_a_list_of_objects() {
        let data = from_json(br#"[{"a": 1, "b": null}, {"c": "x"}]"#).unwrap();
        assert_eq!(data.columns, ["a", "b", "c"]);
        assert_eq!(
            (values(&data, "a"), values(&data, "b")),
            (vec!["1".into(), "-".into()], vec![String::new(), "-".into()])
        );
        for bad in [r#"[{"a": []}]"#, "[5]", "[{}] x", "[{"] {
            assert!(from_json(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn broken_tables_are_refused() {
        for bad in ["a,a\n1,2\n", "a,\n1,2\n", "a,b\n1\n"] {
            assert!(from_csv(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(from_csv(b"a\n\xff\n").is_err());
    }
}
