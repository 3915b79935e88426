//! AngelScript's numbers, under its names without the leading `as`.
//!
//! The build script makes a check of each line that begins with `pub const`: the shim does not compile with an
//! AngelScript that counts otherwise. So a constant is one line, and its value a literal.

// What functions return: 0 or more is good.

/// All went well.
pub const SUCCESS: i32 = 0;
/// Something failed that has no code of its own.
pub const ERROR: i32 = -1;
/// The context runs, and cannot be used for this now.
pub const CONTEXT_ACTIVE: i32 = -2;
/// The context has not finished what it runs.
pub const CONTEXT_NOT_FINISHED: i32 = -3;
/// The context has no function to run.
pub const CONTEXT_NOT_PREPARED: i32 = -4;
/// An argument is wrong.
pub const INVALID_ARG: i32 = -5;
/// There is no such function.
pub const NO_FUNCTION: i32 = -6;
/// This library does not do that.
pub const NOT_SUPPORTED: i32 = -7;
/// The name is not one.
pub const INVALID_NAME: i32 = -8;
/// Something else has that name.
pub const NAME_TAKEN: i32 = -9;
/// The declaration is not one.
pub const INVALID_DECLARATION: i32 = -10;
/// The object is missing or of another type.
pub const INVALID_OBJECT: i32 = -11;
/// The type is not one that fits here.
pub const INVALID_TYPE: i32 = -12;
/// It is registered already.
pub const ALREADY_REGISTERED: i32 = -13;
/// More than one function fits.
pub const MULTIPLE_FUNCTIONS: i32 = -14;
/// There is no such module.
pub const NO_MODULE: i32 = -15;
/// There is no such global variable.
pub const NO_GLOBAL_VAR: i32 = -16;
/// What is registered contradicts itself.
pub const INVALID_CONFIGURATION: i32 = -17;
/// The signatures do not match.
pub const INVALID_INTERFACE: i32 = -18;
/// Not every imported function was found.
pub const CANT_BIND_ALL_FUNCTIONS: i32 = -19;
/// A behaviour that this kind of type cannot have.
pub const ILLEGAL_BEHAVIOUR_FOR_TYPE: i32 = -23;
/// The calling convention does not fit.
pub const WRONG_CALLING_CONV: i32 = -24;
/// Something is being built.
pub const BUILD_IN_PROGRESS: i32 = -25;
/// A global variable's initialiser failed.
pub const INIT_GLOBAL_VARS_FAILED: i32 = -26;
/// There is no memory left.
pub const OUT_OF_MEMORY: i32 = -27;
/// The module is still in use.
pub const MODULE_IS_IN_USE: i32 = -28;

// Properties of an engine.

/// 1 allows `&inout` of values.
pub const EP_ALLOW_UNSAFE_REFERENCES: u32 = 1;
/// 0 leaves the compiled code as it comes.
pub const EP_OPTIMIZE_BYTECODE: u32 = 2;
/// 0 keeps no copy of the sections' text: it must live until the module is built.
pub const EP_COPY_SCRIPT_SECTIONS: u32 = 3;
/// The most that a context's stack may take, in bytes; 0 is no limit.
pub const EP_MAX_STACK_SIZE: u32 = 4;
/// 1 reads `'a'` as a number.
pub const EP_USE_CHARACTER_LITERALS: u32 = 5;
/// 1 lets a string in quotes go on over the end of its line.
pub const EP_ALLOW_MULTILINE_STRINGS: u32 = 6;
/// 1 lets types be registered whose plain name means a handle.
pub const EP_ALLOW_IMPLICIT_HANDLE_TYPES: u32 = 7;
/// 1 leaves out the places where a running script can be stopped between statements.
pub const EP_BUILD_WITHOUT_LINE_CUES: u32 = 8;
/// 0 leaves global variables without a value until they are reset.
pub const EP_INIT_GLOBAL_VARS_AFTER_BUILD: u32 = 9;
/// 1 asks for the enumeration's name before its values.
pub const EP_REQUIRE_ENUM_SCOPE: u32 = 10;
/// 0 reads scripts as ASCII, 1 as UTF-8.
pub const EP_SCRIPT_SCANNER: u32 = 11;
/// 1 compiles in what a just-in-time compiler needs.
pub const EP_INCLUDE_JIT_INSTRUCTIONS: u32 = 12;
/// 0 makes string literals UTF-8, 1 UTF-16.
pub const EP_STRING_ENCODING: u32 = 13;
/// 0: no property accessors, 1: only the host's, 2: all, 3: those marked `property`.
pub const EP_PROPERTY_ACCESSOR_MODE: u32 = 14;
/// 1 shows `T[]` as the template it stands for.
pub const EP_EXPAND_DEF_ARRAY_TO_TMPL: u32 = 15;
/// 0 leaves the collection of garbage to the host.
pub const EP_AUTO_GARBAGE_COLLECT: u32 = 16;
/// 1 forbids global variables.
pub const EP_DISALLOW_GLOBAL_VARS: u32 = 17;
/// 1 gives each script class a constructor without parameters.
pub const EP_ALWAYS_IMPL_DEFAULT_CONSTRUCT: u32 = 18;
/// 0: no warnings, 1: as messages, 2: as errors.
pub const EP_COMPILER_WARNINGS: u32 = 19;
/// 1 forbids to assign by value to what has handles.
pub const EP_DISALLOW_VALUE_ASSIGN_FOR_REF_TYPE: u32 = 20;
/// 0: arguments are named by `:`, 1: `=` is warned of, 2: `=` is good too.
pub const EP_ALTER_SYNTAX_NAMED_ARGS: u32 = 21;
/// 1 makes `/` of integers a float.
pub const EP_DISABLE_INTEGER_DIVISION: u32 = 22;
/// 1 forbids empty elements in list constructors.
pub const EP_DISALLOW_EMPTY_LIST_ELEMENTS: u32 = 23;
/// 1 treats `private` properties as `protected`.
pub const EP_PRIVATE_PROP_AS_PROTECTED: u32 = 24;
/// 1 allows letters beyond ASCII in names.
pub const EP_ALLOW_UNICODE_IDENTIFIERS: u32 = 25;
/// 0: heredocs as they are, 1: trimmed if of several lines, 2: trimmed always.
pub const EP_HEREDOC_TRIM_MODE: u32 = 26;
/// How deep calls from native functions back into scripts may nest.
pub const EP_MAX_NESTED_CALLS: u32 = 27;
/// 0: for values `SetArgObject` copies, 1: it takes the memory over.
pub const EP_GENERIC_CALL_MODE: u32 = 28;
/// What a context's stack begins with, in bytes.
pub const EP_INIT_STACK_SIZE: u32 = 29;
/// How many calls a context has room for at first.
pub const EP_INIT_CALL_STACK_SIZE: u32 = 30;
/// How many calls a context may have open; 0 is no limit.
pub const EP_MAX_CALL_STACK_SIZE: u32 = 31;

// Flags of a type.

/// Lives on the heap, and has handles.
pub const OBJ_REF: u64 = 0x1;
/// Is copied.
pub const OBJ_VALUE: u64 = 0x2;
/// May be part of a cycle: the garbage collector must know its objects.
pub const OBJ_GC: u64 = 0x4;
/// Has neither constructor nor destructor, and is copied byte by byte.
pub const OBJ_POD: u64 = 0x8;
/// Has no handles though it is no value.
pub const OBJ_NOHANDLE: u64 = 0x10;
/// Is freed where its scope ends.
pub const OBJ_SCOPED: u64 = 0x20;
/// Has type parameters.
pub const OBJ_TEMPLATE: u64 = 0x40;
/// Is a handle itself.
pub const OBJ_ASHANDLE: u64 = 0x80;
/// Is a C++ class. This and what follows of it only matters to native calling conventions.
pub const OBJ_APP_CLASS: u64 = 0x100;
/// Its C++ class has a constructor.
pub const OBJ_APP_CLASS_CONSTRUCTOR: u64 = 0x200;
/// Its C++ class has a destructor.
pub const OBJ_APP_CLASS_DESTRUCTOR: u64 = 0x400;
/// Its C++ class has an assignment.
pub const OBJ_APP_CLASS_ASSIGNMENT: u64 = 0x800;
/// Its C++ class has a copy constructor.
pub const OBJ_APP_CLASS_COPY_CONSTRUCTOR: u64 = 0x1000;
/// Is a C++ integer.
pub const OBJ_APP_PRIMITIVE: u64 = 0x2000;
/// Is a C++ float.
pub const OBJ_APP_FLOAT: u64 = 0x4000;
/// Is a C++ array.
pub const OBJ_APP_ARRAY: u64 = 0x8000;
/// Its C++ class has integers alone.
pub const OBJ_APP_CLASS_ALLINTS: u64 = 0x10000;
/// Its C++ class has floats alone.
pub const OBJ_APP_CLASS_ALLFLOATS: u64 = 0x20000;
/// Has handles that count nothing.
pub const OBJ_NOCOUNT: u64 = 0x40000;
/// Its C++ class is aligned to 8 bytes.
pub const OBJ_APP_CLASS_ALIGN8: u64 = 0x80000;
/// Its plain name means a handle.
pub const OBJ_IMPLICIT_HANDLE: u64 = 0x100000;
/// Was made by a script: a class or an interface.
pub const OBJ_SCRIPT_OBJECT: u64 = 0x200000;
/// Is the same in all modules that declare it.
pub const OBJ_SHARED: u64 = 0x400000;
/// Cannot be inherited from.
pub const OBJ_NOINHERIT: u64 = 0x800000;
/// Is the type of functions.
pub const OBJ_FUNCDEF: u64 = 0x1000000;
/// Is the pattern of a list constructor.
pub const OBJ_LIST_PATTERN: u64 = 0x2000000;
/// Is an enumeration.
pub const OBJ_ENUM: u64 = 0x4000000;
/// Is a type parameter.
pub const OBJ_TEMPLATE_SUBTYPE: u64 = 0x8000000;
/// Is another name of a type.
pub const OBJ_TYPEDEF: u64 = 0x10000000;
/// Cannot be instantiated.
pub const OBJ_ABSTRACT: u64 = 0x20000000;

// Behaviours of a type.

/// Makes a value in memory that is given.
pub const BEHAVE_CONSTRUCT: u32 = 0;
/// Makes a value of a list.
pub const BEHAVE_LIST_CONSTRUCT: u32 = 1;
/// Ends a value.
pub const BEHAVE_DESTRUCT: u32 = 2;
/// Makes an object and returns a handle of it.
pub const BEHAVE_FACTORY: u32 = 3;
/// Makes an object of a list.
pub const BEHAVE_LIST_FACTORY: u32 = 4;
/// Counts one more handle.
pub const BEHAVE_ADDREF: u32 = 5;
/// Counts one handle less.
pub const BEHAVE_RELEASE: u32 = 6;
/// Returns the flag that weak references look at.
pub const BEHAVE_GET_WEAKREF_FLAG: u32 = 7;
/// Says whether a template can be made of a type.
pub const BEHAVE_TEMPLATE_CALLBACK: u32 = 8;
/// Says how many handles there are.
pub const BEHAVE_GETREFCOUNT: u32 = 9;
/// Marks an object for the garbage collector.
pub const BEHAVE_SETGCFLAG: u32 = 10;
/// Reads the garbage collector's mark.
pub const BEHAVE_GETGCFLAG: u32 = 11;
/// Tells the garbage collector what an object holds.
pub const BEHAVE_ENUMREFS: u32 = 12;
/// Lets go of what an object holds.
pub const BEHAVE_RELEASEREFS: u32 = 13;

// States of a context, which are what executing returns.

/// The function returned.
pub const EXECUTION_FINISHED: i32 = 0;
/// It stands still, and can be resumed.
pub const EXECUTION_SUSPENDED: i32 = 1;
/// It was ended from outside.
pub const EXECUTION_ABORTED: i32 = 2;
/// It was ended by an exception that nothing caught.
pub const EXECUTION_EXCEPTION: i32 = 3;
/// It has a function to run.
pub const EXECUTION_PREPARED: i32 = 4;
/// It has none.
pub const EXECUTION_UNINITIALIZED: i32 = 5;
/// It runs.
pub const EXECUTION_ACTIVE: i32 = 6;
/// It was used wrongly.
pub const EXECUTION_ERROR: i32 = 7;

// Kinds of messages.

/// The script does not compile because of it.
pub const MSGTYPE_ERROR: i32 = 0;
/// The script compiles all the same.
pub const MSGTYPE_WARNING: i32 = 1;
/// Tells where the messages after it belong.
pub const MSGTYPE_INFORMATION: i32 = 2;

// How to collect garbage.

/// Go on until a full cycle is done.
pub const GC_FULL_CYCLE: u32 = 1;
/// Do one step.
pub const GC_ONE_STEP: u32 = 2;
/// Free what is known to be garbage.
pub const GC_DESTROY_GARBAGE: u32 = 4;
/// Look for garbage in cycles.
pub const GC_DETECT_GARBAGE: u32 = 8;

// Classes of tokens.

/// Not a token of the language.
pub const TC_UNKNOWN: i32 = 0;
/// A word or an operator of the language.
pub const TC_KEYWORD: i32 = 1;
/// A literal.
pub const TC_VALUE: i32 = 2;
/// A name.
pub const TC_IDENTIFIER: i32 = 3;
/// A comment.
pub const TC_COMMENT: i32 = 4;
/// Space.
pub const TC_WHITESPACE: i32 = 5;

// Type ids: those of primitives, and the bits of all others.

/// `void`
pub const TYPEID_VOID: i32 = 0;
/// `bool`
pub const TYPEID_BOOL: i32 = 1;
/// `int8`
pub const TYPEID_INT8: i32 = 2;
/// `int16`
pub const TYPEID_INT16: i32 = 3;
/// `int`
pub const TYPEID_INT32: i32 = 4;
/// `int64`
pub const TYPEID_INT64: i32 = 5;
/// `uint8`
pub const TYPEID_UINT8: i32 = 6;
/// `uint16`
pub const TYPEID_UINT16: i32 = 7;
/// `uint`
pub const TYPEID_UINT32: i32 = 8;
/// `uint64`
pub const TYPEID_UINT64: i32 = 9;
/// `float`
pub const TYPEID_FLOAT: i32 = 10;
/// `double`
pub const TYPEID_DOUBLE: i32 = 11;
/// A handle.
pub const TYPEID_OBJHANDLE: i32 = 0x40000000;
/// A handle of something constant.
pub const TYPEID_HANDLETOCONST: i32 = 0x20000000;
/// Any of the three bits that objects have.
pub const TYPEID_MASK_OBJECT: i32 = 0x1C000000;
/// A type of the host.
pub const TYPEID_APPOBJECT: i32 = 0x04000000;
/// A class of a script.
pub const TYPEID_SCRIPTOBJECT: i32 = 0x08000000;
/// A template.
pub const TYPEID_TEMPLATE: i32 = 0x10000000;
/// The type's number without these bits.
pub const TYPEID_MASK_SEQNBR: i32 = 0x03FFFFFF;

// How a parameter or a result is passed.

/// By value.
pub const TM_NONE: u32 = 0;
/// `&in`
pub const TM_INREF: u32 = 1;
/// `&out`
pub const TM_OUTREF: u32 = 2;
/// `&inout`
pub const TM_INOUTREF: u32 = 3;
/// `const`
pub const TM_CONST: u32 = 4;

// Kinds of functions.

/// A placeholder.
pub const FUNC_DUMMY: i32 = -1;
/// The host's.
pub const FUNC_SYSTEM: i32 = 0;
/// A script's.
pub const FUNC_SCRIPT: i32 = 1;
/// A method of an interface.
pub const FUNC_INTERFACE: i32 = 2;
/// A method that is looked up in the object's class.
pub const FUNC_VIRTUAL: i32 = 3;
/// A signature.
pub const FUNC_FUNCDEF: i32 = 4;
/// Imported from another module.
pub const FUNC_IMPORTED: i32 = 5;
/// A method bound to its object.
pub const FUNC_DELEGATE: i32 = 6;
