//! Rows of data: a CSV or JSON file is read one row at a time, however long it is.
//!
//! CSV: UTF-8, perhaps with a byte order mark, a line of column names first, fields parted by commas and quoted as RFC
//! 4180 has it. JSON: a list of objects, or objects one after another (JSON lines); a value that is `null` or absent is
//! empty. The columns are those of the first line or object. A file is read twice, to be checked and to be drawn, so
//! what comes through a pipe is kept in a temporary file. Refused: rows of another length, columns without a name or
//! named twice, values that are lists or objects, single rows over `json_bytes`.

mod objects;
mod source;

use self::objects::Objects;
use self::source::{Kept, Metered};
use artboard::data::Row;
use artboard::{Error, Limits, Result};
use serde_json::Value;
use std::io::BufRead;
use std::path::Path;

/// A row and its number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DataRow {
    /// From 1.
    pub(crate) number: usize,
    /// Its values.
    pub(crate) row: Row,
    /// Whether it has columns that the first row has not.
    pub(crate) has_more: bool,
}

impl DataRow {
    /// For messages.
    pub(crate) fn place(&self) -> String {
        format!("row {}", self.number)
    }
}

/// A file of rows, of which the columns have been read.
#[derive(Debug)]
pub(crate) struct Data {
    /// As the first line or the first object has them.
    pub(crate) columns: Vec<String>,
    kept: Kept,
    longest: u64,
}

/// The rows of a file in order. After an error there are no more.
pub(crate) struct Rows<'a> {
    data: &'a Data,
    form: Option<Form>,
    number: usize,
}

enum Form {
    Csv(csv::StringRecordsIntoIter<Metered>),
    Json(Objects<Metered>),
}

impl Data {
    /// Opens a file, or stdin for `-`, and reads its columns.
    ///
    /// # Errors
    /// What is wrong with it, with its path.
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self> {
        let mut data = Self { columns: Vec::new(), kept: Kept::of(path)?, longest: limits.json_bytes };
        data.columns = data.read_columns().map_err(|error| error.at(data.kept.label()))?;
        Ok(data)
    }

    /// The rows from the first on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn rows(&self) -> Result<Rows<'_>> {
        let form = self.form().map_err(|error| error.at(self.kept.label()))?;
        Ok(Rows { data: self, form: Some(form), number: 0 })
    }

    fn form(&self) -> Result<Form> {
        let mut source = self.kept.open(self.longest)?;
        Ok(match objects::begins(source.fill_buf().unwrap_or_default()) {
            true => Form::Json(Objects::new(source)),
            false => Form::Csv(reader(source).into_records()),
        })
    }

    fn read_columns(&self) -> Result<Vec<String>> {
        let columns = match self.form()? {
            Form::Csv(mut records) => {
                let headers = records.reader_mut().headers().map_err(not_csv)?;
                headers.iter().map(str::to_owned).collect::<Vec<_>>()
            }
            Form::Json(mut objects) => {
                objects.next_object()?.map_or_else(Vec::new, |first| first.keys().cloned().collect())
            }
        };
        check_names(&columns)?;
        Ok(columns)
    }
}

impl Rows<'_> {
    fn read(&mut self) -> Result<Option<DataRow>> {
        let number = self.number + 1;
        let values: Vec<(String, String)> = match &mut self.form {
            None => return Ok(None),
            Some(Form::Csv(records)) => {
                records.reader_mut().get_mut().begin_row();
                let Some(record) = records.next().transpose().map_err(not_csv)? else { return Ok(None) };
                self.data.columns.iter().cloned().zip(record.iter().map(str::to_owned)).collect()
            }
            Some(Form::Json(objects)) => {
                objects.source().begin_row();
                let Some(object) = objects.next_object()? else { return Ok(None) };
                let value = |(column, value): (String, Value)| Ok((text(value, number, &column)?, column));
                let values = object.into_iter().map(value).collect::<Result<Vec<_>>>()?;
                values.into_iter().map(|(value, column)| (column, value)).collect()
            }
        };
        self.number = number;
        let has_more = values.iter().any(|(column, _)| !self.data.columns.contains(column));
        Ok(Some(DataRow { number, row: Row::new(values), has_more }))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<DataRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read().map_err(|error| error.at(self.data.kept.label()));
        if !matches!(read, Ok(Some(_))) {
            self.form = None;
        }
        read.transpose()
    }
}

/// One value as text.
fn text(value: Value, row: usize, column: &str) -> Result<String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        value @ (Value::Number(_) | Value::Bool(_)) => Ok(value.to_string()),
        _ => Err(Error::input("the value is a list or an object").at(format!("row {row}, column `{column}`"))),
    }
}

fn reader(source: Metered) -> csv::Reader<Metered> {
    csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(source)
}

fn not_csv(cause: csv::Error) -> Error {
    let help = "write CSV with a line of column names first, a JSON list of objects, or an object a line";
    Error::input(format!("the data cannot be read: {cause}")).with_help(help).caused_by(cause)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn data(bytes: &[u8]) -> Result<(Data, Vec<DataRow>)> {
        data_within(bytes, Limits::default().json_bytes)
    }

    fn data_within(bytes: &[u8], json_bytes: u64) -> Result<(Data, Vec<DataRow>)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        std::fs::write(&path, bytes).unwrap();
        let data = Data::open(&path, &Limits { json_bytes, ..Limits::default() })?;
        let rows = data.rows()?.collect::<Result<_>>()?;
        Ok((data, rows))
    }

    fn values(rows: &[DataRow], column: &str) -> Vec<String> {
        rows.iter().map(|row| row.row.value(column).unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn csv_is_read_with_quotes_marks_and_line_breaks() {
        let (file, rows) = data("\u{feff}Guest, number \r\n\"Ada, L.\nKing\",1\r\nÉmile,2\r\n".as_bytes()).unwrap();
        assert_eq!(file.columns, ["Guest", "number"]);
        assert_eq!(values(&rows, "Guest"), ["Ada, L.\nKing", "Émile"]);
        assert_eq!(rows[1].place(), "row 2");
        // A file can be read again.
        assert_eq!(data(b"a\n1\n").unwrap().1.len(), 1);
    }

    #[test]
    fn json_is_a_list_of_objects_or_an_object_a_line() {
        for text in [
            r#"[{"a": 1, "b": null}, {"a": "}]", "c": "x"}]"#,
            "{\"a\": 1,\n\"b\": null}\n\n{\"a\": \"}]\", \"c\": \"x\"}\n",
        ] {
            let (file, rows) = data(text.as_bytes()).unwrap();
            assert_eq!(file.columns, ["a", "b"]);
            assert_eq!(values(&rows, "a"), ["1", "}]"]);
            assert_eq!(values(&rows, "b"), ["", "-"]);
            assert_eq!(rows.iter().map(|row| row.has_more).collect::<Vec<_>>(), [false, true]);
        }
        assert!(data(b"[]").unwrap().1.is_empty());
        for bad in [
            r#"[{"a": []}]"#,
            "[5]",
            "[{}] x",
            "[{",
            "[{} {}]",
            "[{},]",
            "[,{}]",
            r#"{"a": "x"#,
            r#"{"a": 1}, {"a": 2}"#,
            r#"[{"a": 1 2}]"#,
            "[{}",
        ] {
            assert!(data(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn broken_tables_are_refused() {
        for bad in ["a,a\n1,2\n", "a,\n1,2\n", "a,b\n1\n"] {
            assert!(data(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(data(b"a\n\xff\n").is_err());
    }

    #[test]
    fn a_row_is_bounded_and_a_file_is_not() {
        let rows = "x,y\n".to_owned() + &"12345678,123456\n".repeat(100_000);
        assert_eq!(data_within(rows.as_bytes(), 100_000).unwrap().1.len(), 100_000);
        for endless in ["x\n\"", "[{\"x\": \""] {
            let endless = endless.to_owned() + &"y".repeat(400_000);
            let error = data_within(endless.as_bytes(), 100_000).unwrap_err().to_string();
            assert!(error.contains("100000"), "{error}");
        }
    }
}
