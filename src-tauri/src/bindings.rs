//! The interface's TypeScript types, generated from the wire's Rust types and kept beside the interface.

use std::{any::TypeId, collections::BTreeMap, env, fs, path::Path};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    dto::{
        Diagnostics, ExportChoices, Exported, Opened, OutputDevice, Passage, Player, Preview, Query, Recent,
        Report, Settings, SourceLines, StartUp, Words,
    },
    error::AppError,
    events::Event,
};

/// What the generated file begins with.
const HEAD: &str = "\
// Generated from src-tauri/src/dto/, events.rs and error.rs by `cargo xtask bindings`; not edited by hand.\n";

/// The declarations of every type that goes over the wire, by name.
#[derive(Default)]
struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    /// Adds a named type and all that it holds.
    fn with<T: TS + 'static>(mut self) -> Self {
        self.visit::<T>();
        self
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}\n", T::decl(&self.config));
            self.by_name.insert(T::ident(&self.config), declaration);
        }
        T::visit_dependencies(self);
    }
}

#[test]
fn bindings_are_those_of_the_wire_types() {
    let config = Config::default().with_large_int("number");
    let declarations = Declarations { config, ..Declarations::default() }
        .with::<StartUp>()
        .with::<Opened>()
        .with::<Player>()
        .with::<OutputDevice>()
        .with::<Diagnostics>()
        .with::<Recent>()
        .with::<Settings>()
        .with::<Words>()
        .with::<Query>()
        .with::<Passage>()
        .with::<Report>()
        .with::<SourceLines>()
        .with::<ExportChoices>()
        .with::<Preview>()
        .with::<Exported>()
        .with::<Event>()
        .with::<AppError>();
    let generated =
        declarations.by_name.into_values().fold(HEAD.to_owned(), |file, next| file + "\n" + &next);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
    if env::var_os("CUELINE_WRITE_BINDINGS").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(committed == generated, "the interface's types are stale: run `cargo xtask bindings`");
}
