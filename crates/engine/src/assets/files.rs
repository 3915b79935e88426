//! [`FileAssets`]: text and data, read from the same files as scripts at the frame's beginning.

use std::collections::BTreeMap;

use glotta_core::{Asset, ErrorKind, ScriptError, Value, near_names};

use super::{AssetBackend, AssetContext, AssetProgress, json};
use crate::document::Document;

/// The largest file that is read, in bytes: 64 MiB.
const MOST_BYTES: usize = 64 << 20;

/// What a file is read as.
#[derive(Clone, Copy)]
enum Format {
    Text,
    Toml,
    Json,
    /// One of the two, by what the path ends with.
    Data,
}

const FORMATS: [(&str, Format); 4] =
    [("data", Format::Data), ("json", Format::Json), ("text", Format::Text), ("toml", Format::Toml)];

/// Assets that are files of the project: `text`, `toml`, `json`, and `data` for the latter two.
///
/// It needs no thread and no other file access than the one for scripts, so it runs wherever scripts do, and loads
/// everything in the first frame after it was asked to.
#[derive(Default)]
pub(crate) struct FileAssets {
    files: BTreeMap<Asset, File>,
}

struct File {
    path: String,
    format: Format,
    content: Value,
}

impl AssetBackend for FileAssets {
    fn types(&self) -> Vec<String> {
        FORMATS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn start(
        &mut self,
        _: &mut AssetContext<'_>,
        asset: Asset,
        path: &str,
        type_name: &str,
    ) -> Result<(), ScriptError> {
        let format = FORMATS.iter().find(|(name, _)| *name == type_name).map(|(_, format)| *format);
        let format = format.ok_or_else(|| ScriptError::host(format!("no file is read as {type_name}")))?;
        self.files.insert(asset, File { path: path.to_owned(), format, content: Value::Null });
        Ok(())
    }

    fn reload(&mut self, _: &mut AssetContext<'_>, _: Asset) -> Result<(), ScriptError> {
        Ok(())
    }

    fn poll(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> AssetProgress {
        let Some(file) = self.files.get_mut(&asset) else {
            return AssetProgress::Failed(ScriptError::host(format!("the asset {asset} was never begun")));
        };
        match read(context, &file.path, file.format) {
            Ok(content) => {
                file.content = content;
                AssetProgress::Loaded
            }
            Err(error) => AssetProgress::Failed(error),
        }
    }

    fn content(&mut self, _: &mut AssetContext<'_>, asset: Asset) -> Result<Value, ScriptError> {
        Ok(self.files.get(&asset).map_or(Value::Null, |file| file.content.clone()))
    }

    fn unload(&mut self, _: &mut AssetContext<'_>, asset: Asset) {
        self.files.remove(&asset);
    }
}

fn read(context: &AssetContext<'_>, path: &str, format: Format) -> Result<Value, ScriptError> {
    let format = match format {
        Format::Data => format_of(path)?,
        other => other,
    };
    let Some(text) = context.files.text(path)? else {
        let names = context.files.names();
        let near = near_names(path, names.iter().map(String::as_str));
        return Err(ScriptError::not_found(format!("there is no file {path:?}{near}")));
    };
    if text.len() > MOST_BYTES {
        let message = format!("the file has {} bytes: an asset may have at most {MOST_BYTES}", text.len());
        return Err(ScriptError::new(ErrorKind::OutOfMemory, message).at("", path, 0, 0));
    }
    match format {
        Format::Text | Format::Data => Ok(Value::String(text)),
        Format::Json => json::parse(path, &text),
        Format::Toml => {
            let document = Document::new(path, &text);
            let table = document.parse()?;
            let entries = document.root(&table).rest().into_iter();
            entries.map(|(name, item)| Ok((name, item.value()?))).collect::<Result<_, _>>().map(Value::Table)
        }
    }
}

fn format_of(path: &str) -> Result<Format, ScriptError> {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("toml") => Ok(Format::Toml),
        Some("json") => Ok(Format::Json),
        _ => Err(ScriptError::argument(format!(
            "{path:?} does not say what it is: expected a file of data to end with .toml or .json, or one of the types \
             \"toml\" and \"json\""
        ))),
    }
}
