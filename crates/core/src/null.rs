//! A language that runs nothing and records what it is asked, a frame over plain values, and a host without an
//! engine: for tests of everything above this floor, and as the smallest example of an implementation.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    Arg, Callback, Capabilities, Environment, ErrorKind, Frame, FunctionId, Host, Language, LanguageInfo,
    ModuleId, ScriptError, Source, Value, ValueKind,
};

/// One thing that a [`NullLanguage`] was asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// It was started with an API of that many modules.
    Start(usize),
    /// It was given a script to load.
    Load(ModuleId, String),
    /// It was told to forget a module.
    Unload(ModuleId),
    /// A function of a module was called with these arguments.
    Call(ModuleId, String, Vec<Value>),
    /// A callback was called with these arguments.
    CallBack(u64, Vec<Value>),
    /// It was told to collect its garbage.
    CollectGarbage,
}

/// What a [`NullLanguage`] has been asked so far, in order. Clones share the record.
#[derive(Clone, Debug, Default)]
pub struct Record(Arc<Mutex<Vec<Request>>>);

impl Record {
    fn lock(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the requests so far out of the record.
    #[must_use]
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.lock())
    }
}

/// A language that runs nothing and records what it is asked.
///
/// Its scripts are lists of lines: `name` defines a function that returns its first argument, `name fails` one
/// that fails, `name = 5` a global variable, `keep = a,b` one that is a list of names; the line `import name` imports a
/// script, which is not run; the line `error` fails the load, and a line with any other words is a syntax error.
#[derive(Debug)]
pub struct NullLanguage {
    record: Record,
    modules: Mutex<BTreeMap<ModuleId, Program>>,
    info: LanguageInfo,
    sources: Option<Sources>,
}

/// Where imports find their sources.
struct Sources(Arc<dyn crate::Sources>);

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

#[derive(Debug)]
struct Program {
    path: Arc<str>,
    names: Vec<String>,
    failing: BTreeSet<String>,
    globals: BTreeMap<String, Value>,
    imports: Vec<String>,
}

impl Default for NullLanguage {
    fn default() -> Self {
        Self::new()
    }
}

impl NullLanguage {
    /// A language with an empty record.
    #[must_use]
    pub fn new() -> Self {
        Self::named("null", &["null"])
    }

    /// A language of another name, for files with these extensions: for tests of several languages.
    #[must_use]
    pub fn named(name: &'static str, extensions: &'static [&'static str]) -> Self {
        Self {
            record: Record::default(),
            modules: Mutex::default(),
            info: LanguageInfo {
                name,
                version: "1",
                extensions,
                capabilities: Capabilities::VALIDATE
                    .union(Capabilities::GARBAGE_COLLECTION)
                    .union(Capabilities::GLOBALS),
            },
            sources: None,
        }
    }

    /// The record, which stays readable when the language has been given away.
    #[must_use]
    pub fn record(&self) -> Record {
        self.record.clone()
    }

    fn modules(&self) -> MutexGuard<'_, BTreeMap<ModuleId, Program>> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn compile(source: &Source) -> Result<Program, ScriptError> {
        let mut program = Program {
            path: Arc::clone(&source.path),
            names: Vec::new(),
            failing: BTreeSet::new(),
            globals: BTreeMap::new(),
            imports: Vec::new(),
        };
        for (line, text) in (1..).zip(source.text.lines()) {
            let words: Vec<&str> = text.split_whitespace().collect();
            match words[..] {
                [] => {}
                [name] => program.names.push(name.to_owned()),
                [name, "fails"] => {
                    program.names.push(name.to_owned());
                    program.failing.insert(name.to_owned());
                }
                ["import", name] => program.imports.push(name.to_owned()),
                ["keep", "=", names] => {
                    let names = names.split(',').map(|name| Value::String(name.to_owned())).collect();
                    program.globals.insert("keep".to_owned(), Value::List(names));
                }
                [name, "=", value] => {
                    let value = value.parse().map_or_else(|_| Value::String(value.to_owned()), Value::Int);
                    program.globals.insert(name.to_owned(), value);
                }
                _ => {
                    return Err(ScriptError::new(ErrorKind::Syntax, "expected one name a line").at(
                        "null",
                        &source.path,
                        line,
                        1,
                    ));
                }
            }
        }
        Ok(program)
    }

    fn gone() -> ScriptError {
        ScriptError::not_found("the function is gone")
    }
}

fn owned(arguments: &[Arg<'_>]) -> Vec<Value> {
    arguments.iter().map(Arg::to_value).collect()
}

impl Language for NullLanguage {
    fn info(&self) -> &LanguageInfo {
        &self.info
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        self.record.lock().push(Request::Start(environment.api.module_names().count()));
        self.sources = Some(Sources(environment.sources));
        Ok(())
    }

    fn load(&self, _: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        self.record.lock().push(Request::Load(module, source.path.to_string()));
        let program = Self::compile(source)?;
        if program.names.iter().any(|name| name == "error") {
            return Err(ScriptError::new(ErrorKind::Runtime, "the script says so").at(
                "null",
                &source.path,
                0,
                0,
            ));
        }
        if let Some(Sources(sources)) = &self.sources {
            for name in &program.imports {
                sources.import(&source.path, name, &self.info)?;
            }
        }
        self.modules().insert(module, program);
        Ok(())
    }

    fn global(&self, _: &mut dyn Host, module: ModuleId, name: &str) -> Result<Option<Value>, ScriptError> {
        Ok(self.modules().get(&module).and_then(|program| program.globals.get(name).cloned()))
    }

    fn set_global(
        &self,
        _: &mut dyn Host,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<(), ScriptError> {
        match self.modules().get_mut(&module).and_then(|program| program.globals.get_mut(name)) {
            Some(known) => *known = value,
            None => return Err(Self::gone()),
        }
        Ok(())
    }

    fn unload(&self, _: &mut dyn Host, module: ModuleId) {
        self.record.lock().push(Request::Unload(module));
        self.modules().remove(&module);
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let place = self.modules().get(&module)?.names.iter().position(|known| known == name)?;
        Some(FunctionId((u64::from(module.0) << 32) | place as u64))
    }

    fn call(
        &self,
        _: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let module = ModuleId((function.0 >> 32) as u32);
        let modules = self.modules();
        let program = modules.get(&module).ok_or_else(Self::gone)?;
        let name = program.names.get(function.0 as u32 as usize).ok_or_else(Self::gone)?;
        let arguments = owned(arguments);
        let result = arguments.first().cloned().unwrap_or_default();
        self.record.lock().push(Request::Call(module, name.clone(), arguments));
        if program.failing.contains(name) {
            return Err(ScriptError::new(ErrorKind::Runtime, format!("{name} fails")).at(
                "null",
                &program.path,
                0,
                0,
            ));
        }
        Ok(result)
    }

    fn call_back(
        &self,
        _: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let arguments = owned(arguments);
        let result = arguments.first().cloned().unwrap_or_default();
        self.record.lock().push(Request::CallBack(callback.slot(), arguments));
        Ok(result)
    }

    fn validate(&self, source: &Source) -> Result<(), ScriptError> {
        Self::compile(source).map(drop)
    }

    fn collect_garbage(&self, _: &mut dyn Host) {
        self.record.lock().push(Request::CollectGarbage);
    }
}

/// A frame over plain values, which uses the defaults of the fast lane throughout.
#[derive(Debug, Default)]
pub struct ValueFrame {
    /// The arguments.
    pub arguments: Vec<Value>,
    /// The result, once it was set.
    pub result: Value,
}

impl ValueFrame {
    /// A frame of these arguments.
    #[must_use]
    pub fn new(arguments: impl IntoIterator<Item = Value>) -> Self {
        Self { arguments: arguments.into_iter().collect(), result: Value::Null }
    }
}

impl Frame for ValueFrame {
    fn argument_count(&self) -> usize {
        self.arguments.len()
    }

    fn kind(&self, index: usize) -> ValueKind {
        self.arguments.get(index).map_or(ValueKind::Null, Value::kind)
    }

    fn value(&self, index: usize, _: &mut dyn Host) -> Result<Value, ScriptError> {
        self.plain_value(index)
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        Ok(self.arguments.get(index).cloned().unwrap_or_default())
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        self.result = value;
        Ok(())
    }
}

/// A host without an engine: its only part is the value it was made with, and it keeps what was printed.
#[derive(Debug, Default)]
pub struct NullHost<P: Any = ()> {
    /// The part that bound functions may ask for.
    pub part: P,
    /// The lines that scripts printed.
    pub printed: Vec<String>,
}

impl<P: Any> NullHost<P> {
    /// A host with that part.
    pub fn new(part: P) -> Self {
        Self { part, printed: Vec::new() }
    }
}

impl<P: Any> Host for NullHost<P> {
    fn part_mut(&mut self, part: TypeId) -> Option<&mut dyn Any> {
        (part == TypeId::of::<P>()).then_some(&mut self.part as &mut dyn Any)
    }

    fn print(&mut self, text: &str) {
        self.printed.push(text.to_owned());
    }

    fn call(&mut self, callback: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
        Err(ScriptError::not_found(format!("this host runs no {} scripts", callback.language())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entity, FromArgument, Vec3};

    fn read<T: for<'f> FromArgument<'f>>(value: impl Into<Value>) -> Result<T, ScriptError> {
        let frame = ValueFrame::new([value.into()]);
        T::from_argument(&frame, 0, &mut NullHost::new(()))
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        assert_eq!(read::<u8>(255_i64).ok(), Some(255));
        let error = read::<u8>(256_i64).expect_err("too large");
        assert_eq!(error.message(), "256 is out of range: expected 0 to 255");
        assert!(read::<u64>(-1_i64).is_err());
        assert!(read::<f32>(1e300).is_err());
        assert!(read::<f32>(f64::INFINITY).is_ok_and(f32::is_infinite));
    }

    #[test]
    fn options_take_nothing_and_lists_name_the_bad_element() {
        assert_eq!(read::<Option<i64>>(Value::Null).ok(), Some(None));
        let entity = Entity::new(1, 0);
        let list = Value::List(vec![entity.into(), Value::from("x")]);
        let error = read::<Vec<Entity>>(list).expect_err("a string is no entity");
        assert_eq!(error.message(), "element 2: expected Entity, got string \"x\"");
        assert_eq!(read::<Vec<Vec3>>(Value::List(vec![Vec3::X.into()])).ok(), Some(vec![Vec3::X]));
    }

    #[test]
    fn the_null_language_records_what_it_is_asked() {
        let language = NullLanguage::new();
        let record = language.record();
        let host = &mut NullHost::new(());
        language.load(host, ModuleId(1), &Source::new("a.null", "update\nbreak fails")).expect("loads");
        let update = language.find(ModuleId(1), "update").expect("found");
        assert_eq!(language.call(host, update, &[Arg::Int(4)]).ok(), Some(Value::Int(4)));
        let breaks = language.find(ModuleId(1), "break").expect("found");
        assert_eq!(language.call(host, breaks, &[]).expect_err("fails").source(), "a.null");
        assert_eq!(language.find(ModuleId(1), "other"), None);
        assert_eq!(
            record.take(),
            [
                Request::Load(ModuleId(1), "a.null".to_owned()),
                Request::Call(ModuleId(1), "update".to_owned(), vec![Value::Int(4)]),
                Request::Call(ModuleId(1), "break".to_owned(), vec![]),
            ]
        );
    }

    #[test]
    fn what_a_language_cannot_do_is_refused_by_name() {
        let error = NullLanguage::new().set_memory_limit(Some(1)).expect_err("no limits");
        assert_eq!(error.message(), "null cannot limit its memory");
    }
}
