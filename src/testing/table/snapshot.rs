//! Comparing a table with the file that keeps it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::Table;
use super::diff::diff;

/// Set to anything but `0`, files are written instead of compared.
const UPDATE: &str = "LAWFUL_UPDATE";

impl Table<'_> {
    /// Compares the table with a file. With `LAWFUL_UPDATE=1` in the environment, writes the file instead.
    ///
    /// The path counts from the folder of the package, as for every file that a test opens.
    ///
    /// # Panics
    ///
    /// The file differs (the message shows where), is not there, or the table cannot be made.
    #[track_caller]
    #[expect(clippy::panic, reason = "this is what an assertion does")]
    pub fn assert_matches(&self, path: impl AsRef<Path>) {
        let is_update = std::env::var_os(UPDATE).is_some_and(|value| !value.is_empty() && value != "0");
        if let Err(failure) = self.compare(path.as_ref(), is_update) {
            panic!("{failure}");
        }
    }

    fn compare(&self, path: &Path, is_update: bool) -> Result<(), String> {
        let file = path.display();
        let table = self.render().map_err(|error| format!("the table for `{file}` cannot be made:\n{error}"))?;
        if is_update {
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, &table));
            return written.map_err(|error| format!("`{file}` cannot be written: {error}"));
        }
        match fs::read_to_string(path).map(|kept| kept.replace("\r\n", "\n")) {
            Ok(kept) if kept == table => Ok(()),
            Ok(kept) => Err(format!(
                "the decisions are not those of `{file}` (- kept, + now):\n\n{}\nIf they are as they should be: run the test with \
                 {UPDATE}=1, and review the change of the file",
                diff(&kept, &table)
            )),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(format!("there is no `{file}` yet: run the test with {UPDATE}=1 to write it, and review it:\n\n{table}"))
            }
            Err(error) => Err(format!("`{file}` cannot be read: {error}")),
        }
    }
}
