//! Calls into scripts.

#![allow(unsafe_code)] // runs the library

use std::cell::Cell;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr;
use std::rc::Rc;

use glotta_angelscript_sys as sys;
use glotta_core::{Arg, ScriptError, Value};

use crate::arguments::{self, Parameter, Returns};
use crate::callbacks::FunctionRef;
use crate::errors;
use crate::load::{Code, Script};
use crate::vm::{Vm, text};

/// What can be called: a function of a script, or a method with its object. It is kept alive.
#[derive(Debug)]
pub(crate) struct Target {
    /// What scripts hold: the function, or the handle that joins a method to its object.
    held: FunctionRef,
    called: *mut sys::Function,
    /// The object of a method; null for a function.
    object: *mut c_void,
    parameters: Box<[Parameter]>,
    returns: Returns,
    /// Goes last.
    alive: Alive,
}

/// What a function that can be called keeps alive besides, also while it runs.
#[derive(Debug)]
#[allow(dead_code, reason = "held for their ends")]
pub(crate) enum Alive {
    /// A loaded script, with those that it imports.
    Script(Rc<Script>),
    /// The variables of a script that may be unloaded; none of functions that are no script's.
    Code(Option<Rc<Code>>),
}

impl Target {
    /// What `held` stands for: `called`, on `object` if that is not null.
    pub(crate) fn new(
        vm: &Vm,
        held: FunctionRef,
        called: *mut sys::Function,
        object: *mut c_void,
        alive: Alive,
    ) -> Self {
        let (parameters, returns) = arguments::signature(vm, called);
        Self { held, called, object, parameters, returns, alive }
    }

    /// The code that it keeps, if it was given out.
    pub(crate) fn code(&self) -> Option<&Rc<Code>> {
        match &self.alive {
            Alive::Code(code) => code.as_ref(),
            Alive::Script(_) => None,
        }
    }

    /// What scripts hold.
    pub(crate) fn handle(&self) -> *mut sys::Function {
        self.held.as_ptr()
    }

    /// Calls it.
    ///
    /// # Errors
    /// What the script raised, and arguments that do not fit.
    #[inline]
    pub(crate) fn call(&self, vm: &Vm, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        // SAFETY: the function is held; the text is the library's.
        let name = || text(unsafe { sys::glas_function_name(self.called) });
        let plain = self.returns.is_plain();
        // The outcome stays where it was written: a copy of it right after costs a good part of a short call.
        let mut outcome = arguments::with(vm, &name, &self.parameters, arguments, |arguments| {
            vm.execute(self.called, self.object, arguments, plain, |context| {
                arguments::result(vm, context, self.returns)
            })
        });
        if outcome.is_err() {
            outcome = outcome.map_err(|error| self.placed(error));
        }
        outcome
    }

    /// An error of the call itself, with the place where the function is declared.
    #[cold]
    fn placed(&self, error: ScriptError) -> ScriptError {
        if !error.source().is_empty() {
            return error;
        }
        // SAFETY: the function is held; the text is copied at once.
        let (path, line) =
            unsafe { (text(sys::glas_function_section(self.called)), sys::glas_function_line(self.called)) };
        if path.is_empty() {
            return error;
        }
        error.at(errors::LANGUAGE, &path, u32::try_from(line).unwrap_or(0), 0)
    }
}

/// The contexts that calls run in: one for each depth to which calls are nested, made when it is first needed.
#[derive(Debug)]
pub(crate) struct Contexts {
    by_depth: [Place; MOST],
    /// How many are in use, the outermost first.
    active: Cell<usize>,
    /// Whether the language is ending.
    ending: Cell<bool>,
    /// How many interruptions there were when the contexts that are not in use were last made ready for others.
    interruptions: Cell<u64>,
}

#[derive(Debug)]
struct Place {
    /// Null as long as no call was nested so deeply.
    context: Cell<*mut sys::Context>,
    /// Whether the call that uses it has had an exception. The library keeps what it knows of the last exception for as
    /// long as a context is used again and again, and in a new one that never had any, it is whatever lay in memory.
    raised: Cell<bool>,
}

/// How many calls into scripts may be nested. Not only the engine calls them: so does sorting with a function.
const MOST_NESTED: usize = 120;

/// One more is there for the destructors of what the innermost leaves behind.
const MOST: usize = MOST_NESTED + 1;
const _: () = assert!(MOST <= crate::interrupt::MOST);

impl Default for Contexts {
    fn default() -> Self {
        let place = || Place { context: Cell::new(ptr::null_mut()), raised: Cell::new(false) };
        Self {
            by_depth: std::array::from_fn(|_| place()),
            active: Cell::new(0),
            ending: Cell::new(false),
            interruptions: Cell::new(0),
        }
    }
}

impl Contexts {
    /// From here on the library gets no context to run a destructor in: nobody could stop one that does not end, and
    /// there is no host that one could tell anything.
    pub(crate) fn end(&self) {
        self.ending.set(true);
    }

    /// Those that are not in use.
    fn unused(&self) -> impl Iterator<Item = *mut sys::Context> {
        let made = self.by_depth[self.active.get()..].iter().map(|place| place.context.get());
        made.take_while(|context| !context.is_null())
    }

    /// Makes the contexts that are not in use ready for calls after an interruption, which may have come too late to
    /// whichever had just ended.
    #[cold]
    fn forget_interruptions(&self, interruptions: u64) {
        self.interruptions.set(interruptions);
        for context in self.unused() {
            // SAFETY: nothing runs in it, and nothing is left of its last call that could run a script.
            unsafe { sys::glas_context_unprepare(context) };
        }
    }

    /// Notes that the innermost context has had an exception.
    fn note_raised(&self) {
        if let Some(depth) = self.active.get().checked_sub(1) {
            self.by_depth[depth].raised.set(true);
        }
    }

    /// Whether the innermost context has had an exception.
    pub(crate) fn have_raised(&self) -> bool {
        let depth = self.active.get().checked_sub(1);
        depth.is_some_and(|depth| self.by_depth[depth].raised.get())
    }

    /// Ends them.
    pub(crate) fn close(&self) {
        for place in &self.by_depth {
            let context = place.context.replace(ptr::null_mut());
            if !context.is_null() {
                // SAFETY: it came from the library, nothing runs in it, and nobody else has it.
                unsafe { sys::glas_context_release(context) };
            }
        }
    }
}

/// A context while a call uses it.
pub(crate) struct Running<'v> {
    vm: &'v Vm,
    pub(crate) context: *mut sys::Context,
    depth: usize,
    /// Whether the call left nothing in the context that must go now. A context that stays prepared is quicker to use for
    /// the same function again.
    clean: bool,
}

impl Drop for Running<'_> {
    #[inline]
    fn drop(&mut self) {
        self.vm.running.end(self.depth);
        if !self.clean {
            self.let_go();
        }
        self.vm.contexts.active.set(self.depth);
    }
}

impl Running<'_> {
    /// Lets the context free what the call has left in it, while it still counts as in use: destructors that run then
    /// have others.
    #[cold]
    fn let_go(&self) {
        let account = self.vm.account;
        let passed = account.take_passed();
        // SAFETY: the call has ended, so the context may let its stack and objects go.
        unsafe { sys::glas_context_unprepare(self.context) };
        // The library takes memory for that, maybe the last there is: it ends no call, for this one has ended.
        account.set_passed(passed);
    }
}

impl Vm {
    /// A context for a call.
    ///
    /// # Errors
    /// A refusal if calls are nested too deeply; [`glotta_core::ErrorKind::OutOfMemory`].
    #[inline]
    pub(crate) fn begin_call(&self) -> Result<Running<'_>, ScriptError> {
        self.begin(MOST_NESTED)
    }

    /// The same, as long as fewer than `most` are in use.
    #[inline]
    fn begin(&self, most: usize) -> Result<Running<'_>, ScriptError> {
        let contexts = &self.contexts;
        let depth = contexts.active.get();
        let place = match contexts.by_depth.get(depth) {
            Some(place) if depth < most => place,
            _ => return Err(ScriptError::nested_too_deeply()),
        };
        let interruptions = self.running.interruptions();
        if interruptions != contexts.interruptions.get() {
            contexts.forget_interruptions(interruptions);
        }
        let mut context = place.context.get();
        if context.is_null() {
            context = self.new_context()?;
            place.context.set(context);
        }
        contexts.active.set(depth + 1);
        place.raised.set(false);
        self.running.begin(depth, context);
        Ok(Running { vm: self, context, depth, clean: false })
    }

    #[cold]
    fn new_context(&self) -> Result<*mut sys::Context, ScriptError> {
        // SAFETY: the engine is alive; the machine outlives its contexts.
        unsafe {
            let context = sys::glas_context_create(self.engine());
            if context.is_null() {
                return Err(crate::memory::out_of_memory());
            }
            let this = ptr::from_ref(self).cast_mut().cast();
            sys::glas_context_set_exception_callback(context, Some(on_exception), this);
            Ok(context)
        }
    }

    /// Lets the library have contexts of ours for what it calls of its own: destructors of objects that its collector
    /// ends. So those can be interrupted, and what they raise is seen.
    pub(crate) fn lend_contexts(&self) {
        // SAFETY: the engine is alive; the machine outlives it.
        unsafe {
            let this = ptr::from_ref(self).cast_mut().cast();
            sys::glas_engine_set_user_data(self.engine(), this);
            sys::glas_engine_set_context_callbacks(self.engine(), request, give_back, this);
        }
    }

    /// Calls a function; `read` takes the result out of the context, where nothing is left of it if it is `plain`.
    ///
    /// # Errors
    /// What the script raised.
    #[inline]
    pub(crate) fn execute<R>(
        &self,
        function: *mut sys::Function,
        object: *mut c_void,
        arguments: &[sys::Argument],
        plain: bool,
        read: impl FnOnce(*mut sys::Context) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let mut running = self.begin_call()?;
        let count = u32::try_from(arguments.len()).unwrap_or(0);
        // SAFETY: the context is ours; the function is alive, and the arguments are made for its parameters.
        let state = unsafe {
            sys::glas_context_execute(running.context, function, object, arguments.as_ptr(), count)
        };
        if state == sys::EXECUTION_FINISHED && !self.account.take_passed() {
            // The context holds the object of a method until it is told to let go.
            running.clean = plain && object.is_null() && !self.contexts.have_raised();
            return read(running.context);
        }
        Err(errors::ended(self, running.context, state))
    }

    /// Calls a function of a script without arguments, for nothing.
    ///
    /// # Errors
    /// What the script raised.
    pub(crate) fn run(&self, function: *mut sys::Function) -> Result<(), ScriptError> {
        self.execute(function, ptr::null_mut(), &[], true, |_| Ok(()))
    }
}

unsafe extern "C" fn request(_: *mut sys::Engine, user: *mut c_void) -> *mut sys::Context {
    // SAFETY: `lend_contexts` gave the machine, which outlives its engine.
    let vm = unsafe { &*user.cast::<Vm>() };
    if vm.contexts.ending.get() {
        return ptr::null_mut();
    }
    match vm.begin(MOST) {
        Ok(running) => ManuallyDrop::new(running).context,
        Err(_) => ptr::null_mut(),
    }
}

unsafe extern "C" fn give_back(_: *mut sys::Engine, context: *mut sys::Context, user: *mut c_void) {
    // SAFETY: as above.
    let vm = unsafe { &*user.cast::<Vm>() };
    // The library gives contexts back in the order opposite to the one in which it took them.
    let depth = vm.contexts.active.get().saturating_sub(1);
    drop(Running { vm, context, depth, clean: false });
}

/// Notes that there was an exception, and what it says if it is one in a destructor, which the library drops.
unsafe extern "C" fn on_exception(context: *mut sys::Context, user: *mut c_void) {
    // SAFETY: `new_context` gave the machine, which outlives its contexts; the context is the one that runs.
    unsafe {
        let vm = &*user.cast::<Vm>();
        vm.contexts.note_raised();
        if !sys::glas_context_will_exception_be_caught(context) && errors::is_in_destructor(context) {
            vm.note_lost(errors::in_destructor(vm, context));
        }
    }
}

#[cfg(test)]
mod tests {
    use glotta_core::Language as _;
    use glotta_test_game::Game;

    use super::*;
    use crate::AngelScriptLanguage;

    #[test]
    fn an_interruption_that_comes_when_a_call_has_just_ended_does_not_end_the_next() {
        let mut game = Game::start(AngelScriptLanguage::new(), &[], str::to_owned);
        let module = game
            .load("int count = 0; int f() { for (int i = 0; i < 10; i++) count++; return count; }")
            .expect("loads");
        let interrupt = game.language.interrupt().expect("it can");
        for call in 1..=3 {
            assert_eq!(game.call(module, "f", &[]).ok(), Some(Value::Int(call * 10)));
            let vm = game.language.vm().expect("started");
            // What an interruption does that has looked before the call has ended.
            for context in vm.contexts.unused() {
                // SAFETY: the context is alive.
                unsafe { sys::glas_context_abort(context) };
            }
            interrupt.interrupt();
        }
    }
}
