//! Component types of every shape, in a host that keeps a value for each field and takes all that it is given.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use glotta_angelscript::AngelScriptLanguage;
use glotta_core::{
    Api, Arg, Callback, ComponentHandle, ComponentId, ComponentModel, Entity, Environment, ErrorKind,
    FieldKey, FieldModel, Frame, Host, Language as _, LanguageInfo, ModuleId, NodeModel, ScriptError, Source,
    Sources, Type, Value, Vec2, Vec3,
};

/// The host.
#[derive(Default)]
struct Zoo {
    models: Vec<Arc<ComponentModel>>,
    values: HashMap<FieldKey, Value>,
    printed: String,
}

impl Host for Zoo {
    fn part_mut(&mut self, _: TypeId) -> Option<&mut dyn Any> {
        None
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
        self.printed.push('\n');
    }

    fn call(&mut self, _: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
        Ok(Value::Null)
    }

    fn component_model(&mut self, id: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        let model = self.models.iter().find(|model| model.id == id);
        model.cloned().ok_or_else(|| ScriptError::not_found("no such component"))
    }

    fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
        Ok(self.models.clone())
    }

    fn component_generation(&mut self) -> u64 {
        self.models.len() as u64
    }

    fn field(&mut self, _: Entity, field: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        let value = self.values.get(&field).cloned();
        frame.return_value(value.ok_or_else(|| ScriptError::not_found(format!("{field:?} was never set")))?)
    }

    fn set_field(
        &mut self,
        _: Entity,
        field: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        let value = frame.value(argument, self)?;
        self.values.insert(field, value);
        Ok(())
    }

    fn component_value(&mut self, handle: ComponentHandle) -> Result<Value, ScriptError> {
        let model = self.component_model(handle.component)?;
        let fields = model.fields_of(handle.node);
        Ok(Value::Table(
            fields
                .filter_map(|(key, field)| Some((field.name.clone(), self.values.get(&key)?.clone())))
                .collect(),
        ))
    }
}

struct NoSources;

impl Sources for NoSources {
    fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
        Err(ScriptError::not_found(format!("there is no script {name:?}")))
    }
}

/// A field, with its type's name and variants.
fn field(name: &str, ty: Type) -> FieldModel {
    FieldModel {
        name: name.to_owned(),
        doc: String::new(),
        ty,
        node: None,
        type_name: String::new(),
        variants: Vec::new(),
    }
}

fn structure(name: &str, node: u32) -> FieldModel {
    FieldModel { node: Some(node), ..field(name, Type::Component) }
}

fn choice(name: &str, type_name: &str, variants: &[&str]) -> FieldModel {
    FieldModel {
        type_name: type_name.to_owned(),
        variants: variants.iter().map(|&variant| variant.to_owned()).collect(),
        ..field(name, Type::String)
    }
}

fn component(id: u32, name: &str, fields: Vec<FieldModel>, nodes: &[(&str, &[u32])]) -> Arc<ComponentModel> {
    let node =
        |&(name, fields): &(&str, &[u32])| NodeModel { name: name.to_owned(), fields: fields.to_vec() };
    Arc::new(ComponentModel {
        id: ComponentId(id),
        name: name.to_owned(),
        doc: String::new(),
        fields,
        nodes: nodes.iter().map(node).collect(),
    })
}

fn key(component: u32, field: u32) -> FieldKey {
    FieldKey { component: ComponentId(component), field }
}

/// A game with these component types.
struct Game {
    language: AngelScriptLanguage,
    zoo: Zoo,
    next: u32,
}

impl Game {
    fn with(models: Vec<Arc<ComponentModel>>) -> Self {
        let mut language = AngelScriptLanguage::new();
        let environment = Environment { api: Arc::new(Api::new()), sources: Arc::new(NoSources) };
        language.start(environment).expect("starts");
        Self { language, zoo: Zoo { models, ..Zoo::default() }, next: 1 }
    }

    fn try_run(&mut self, text: &str) -> Result<String, ScriptError> {
        self.next += 1;
        self.language.load(&mut self.zoo, ModuleId(self.next), &Source::new("zoo.as", text))?;
        Ok(std::mem::take(&mut self.zoo.printed))
    }

    /// What a script prints. `e` is an entity.
    #[track_caller]
    fn run(&mut self, statements: &str) -> String {
        match self.try_run(&format!("Entity e; void main() {{ {statements} }}")) {
            Ok(printed) => printed,
            Err(error) => panic!("{statements}: {error:?}"),
        }
    }

    #[track_caller]
    fn error(&mut self, statements: &str) -> ScriptError {
        match self.try_run(&format!("Entity e; void main() {{ {statements} }}")) {
            Ok(printed) => panic!("{statements}: no error, but {printed:?}"),
            Err(error) => error,
        }
    }
}

#[test]
fn a_field_of_each_type_is_a_property_of_one() {
    let mut game = Game::with(vec![component(
        4,
        "Stats",
        vec![
            field("level", Type::Int { min: 0, max: 255 }),
            field("speed", Type::Float32),
            field("alive", Type::Bool),
            field("name", Type::String),
            field("target", Type::Entity),
            field("picture", Type::Asset),
            field("goal", Type::Optional(&Type::Vec3)),
            field("path", Type::List(&Type::Vec2)),
            field("counts", Type::Table),
        ],
        &[("Stats", &[0, 1, 2, 3, 4, 5, 6, 7, 8])],
    )]);
    for (place, value) in [
        (0, Value::Int(3)),
        (5, Value::Asset(glotta_core::Asset::from_bits(9))),
        (7, Value::List(vec![Vec2::X.into()])),
    ] {
        game.zoo.values.insert(key(4, place), value);
    }
    assert_eq!(
        game.run(
            r#"Stats@ s = component::stats(e);
               s.level += 2; s.speed = 1.5; s.alive = true; s.name = "a" + s.level; s.target = e;
               s.goal = Vec3(1, 2, 3); s.counts = dictionary = {{"coins", 3}};
               int64 level = s.level; double speed = s.speed; bool alive = s.alive; string name = s.name;
               Entity target = s.target; Asset picture = s.picture; Vec3 goal = s.goal;
               print(level, speed, alive, name, target == e, picture, goal); print(s.path, s.counts);
               s.goal = Value(); print(s.goal.isNull(), s.path[0]);"#
        ),
        "5 1.5 true a5 true Asset(#9) Vec3(1, 2, 3)\n[Vec2(1, 0)] {coins = 3}\ntrue Vec2(1, 0)\n"
    );
    assert_eq!(game.zoo.values.get(&key(4, 6)), Some(&Value::Null));
    let error = game.error("component::stats(e).level = \"high\";");
    assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
}

#[test]
fn an_enumeration_of_the_game_is_one_of_scripts() {
    let mut game = Game::with(vec![
        component(
            1,
            "Brain",
            vec![
                choice("mode", "Mode", &["Idle", "Chase"]),
                choice("next", "Mode", &["Idle", "Chase"]),
                choice("other", "Mode", &["default", "null"]),
            ],
            &[("Brain", &[0, 1, 2])],
        ),
        component(2, "Door", vec![choice("state", "", &["Open", "Shut"])], &[("Door", &[0])]),
    ]);
    for (place, value) in [(key(1, 0), "Idle"), (key(1, 2), "null"), (key(2, 0), "Shut")] {
        game.zoo.values.insert(place, Value::from(value));
    }
    assert_eq!(
        game.run(
            "Brain@ b = component::brain(e);
             if (b.mode == Mode::Idle) b.mode = Mode::Chase;
             b.next = b.mode; Mode m = b.next;
             switch (b.mode) { case Mode::Idle: print(\"idle\"); break; case Mode::Chase: print(\"chase\"); break; }
             print(m == Chase, b.other == Mode_::null_);
             b.other = Mode_::default_;
             Door@ d = component::door(e); Door_state open = Door_state::Open; print(d.state == open); d.state = open;"
        ),
        "chase\ntrue true\nfalse\n"
    );
    let values: Vec<_> =
        [key(1, 1), key(1, 2), key(2, 0)].iter().map(|key| game.zoo.values[key].clone()).collect();
    assert_eq!(values, [Value::from("Chase"), Value::from("default"), Value::from("Open")]);
    let error = game.error("component::brain(e).mode = Mode(7);");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Argument, "7 is the number of no variant; there are Idle, Chase")
    );
    let error = game.error("component::brain(e).mode = Mode::Sleep;");
    assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
}

/// Two boxes in a unit, and one in a crate.
fn boxes() -> Vec<Arc<ComponentModel>> {
    let corners = || [field("low", Type::Vec3), field("high", Type::Vec3), field("full", Type::Bool)];
    let unit: Vec<FieldModel> = [structure("near", 1)]
        .into_iter()
        .chain(corners())
        .chain([structure("far", 2)])
        .chain(corners())
        .collect();
    let lone: Vec<FieldModel> =
        [field("weight", Type::Float), structure("hull", 1)].into_iter().chain(corners()).collect();
    vec![
        component(1, "Unit", unit, &[("Unit", &[0, 4]), ("Bounds", &[1, 2, 3]), ("Bounds", &[5, 6, 7])]),
        component(2, "Crate", lone, &[("Crate", &[0, 1]), ("Bounds", &[2, 3, 4])]),
    ]
}

#[test]
fn structures_that_are_alike_are_one_type_and_lead_to_their_own_fields() {
    let mut game = Game::with(boxes());
    for (number, place) in
        [(1, key(1, 1)), (2, key(1, 2)), (3, key(1, 5)), (4, key(1, 6)), (5, key(2, 2)), (6, key(2, 3))]
    {
        game.zoo.values.insert(place, Vec3::splat(number as f32).into());
    }
    let text = "
        void show(Bounds@ b) { print(b.low, b.high); b.high += Vec3::ONE; b.full = true; }
        void main() {
            Entity e;
            Unit@ unit = component::unit(e);
            show(unit.near); show(unit.far); show(component::crate(e).hull);
            unit.near = unit.far;
            unit.far = dictionary = {{'low', 1}};
            Component@ any = unit.far;
            print(any == unit.far, any == unit.near, cast<Bounds>(any).low, cast<Unit>(any) is null);
        }";
    let printed = game.try_run(text).expect("runs");
    assert_eq!(
        printed,
        "Vec3(1, 1, 1) Vec3(2, 2, 2)\nVec3(3, 3, 3) Vec3(4, 4, 4)\nVec3(5, 5, 5) Vec3(6, 6, 6)\n\
         true false Vec3(3, 3, 3) true\n"
    );
    let values = &game.zoo.values;
    assert_eq!(
        [&values[&key(1, 2)], &values[&key(2, 3)]],
        [&Vec3::splat(3.0).into(), &Vec3::splat(7.0).into()]
    );
    assert_eq!(values[&key(1, 0)].as_table().expect("a copy")["high"], Vec3::splat(5.0).into());
    assert_eq!(values[&key(1, 4)].as_table().expect("a table")["low"], Value::Int(1));
}

#[test]
fn names_that_are_taken_or_cannot_be_written_are_changed() {
    let mut game = Game::with(vec![
        component(1, "Value", vec![field("value", Type::Float)], &[("Value", &[0])]),
        component(2, "string", vec![field("in", Type::Float)], &[("string", &[0])]),
        component(
            3,
            "Pool<u8>",
            vec![field("_0", Type::Float), field("fields", Type::Float)],
            &[("Pool<u8>", &[0, 1])],
        ),
        component(4, "game::a::Health", vec![field("hp", Type::Float)], &[("Health", &[0])]),
        component(5, "game::b::Health", vec![field("hp", Type::Float)], &[("Health", &[0])]),
        component(
            6,
            "Vec3Field",
            vec![field("get_x", Type::Float), field("x", Type::Float)],
            &[("Vec3Field", &[0, 1])],
        ),
        component(7, "()", vec![], &[("()", &[])]),
        component(8, "print", vec![], &[("print", &[])]),
        component(9, "Marker", vec![], &[("Marker", &[])]),
    ]);
    assert_eq!(
        game.run(
            "Value_@ v = component::value_(e); v.value = 1;
             string_@ s = component::string_(e); s.in_ = 2;
             Pool_u8@ p = component::pool_u8(e); p._0 = 3; p.fields = 4;
             game_a_Health@ a = component::game_a_health(e); a.hp = 5;
             game_b_Health@ b = component::game_b_health(e); b.hp = 6;
             Vec3Field_@ f = component::vec3_field_(e); f.x_ = 7; f.get_x = 8;
             Marker@ m = component::marker(e);
             print(v.value, s.in_, p._0, p.fields, a.hp, b.hp, f.x_, f.get_x); print(m == component::marker(e), m.fields().length());"
        ),
        "1 2 3 4 5 6 7 8\ntrue 0\n"
    );
}

#[test]
fn types_that_come_later_are_there_for_the_next_script() {
    let mut game = Game::with(Vec::new());
    let early = "void main() { component::late(Entity()).hp = 1; }";
    let error = game.try_run(early).expect_err("not yet");
    assert_eq!(error.kind(), ErrorKind::Syntax);
    game.zoo.models.push(component(1, "Late", vec![field("hp", Type::Float)], &[("Late", &[0])]));
    game.try_run(early).expect("now it is");
    game.zoo.models.push(component(
        2,
        "Later",
        vec![structure("late", 1), field("hp", Type::Float)],
        &[("Later", &[0]), ("Late", &[1])],
    ));
    assert_eq!(
        game.run(
            "Later@ l = component::later(e); l.late.hp = 4; Late@ inner = l.late; inner.hp += 1;
             component::late(e).hp = 2; print(inner.hp, cast<Late>(l.late) !is null);"
        ),
        "5 true\n",
        "a structure that is a component elsewhere is of the same type"
    );
    assert_eq!(game.zoo.values[&key(2, 1)], Value::Float(5.0));
    // Another host may number the types in another way.
    let models = std::mem::take(&mut game.zoo.models);
    let renumbered = |model: &Arc<ComponentModel>| {
        Arc::new(ComponentModel { id: ComponentId(model.id.0 + 40), ..ComponentModel::clone(model) })
    };
    game.zoo.models = models.iter().map(renumbered).collect();
    game.zoo.models.push(component(1, "Other", vec![field("hp", Type::Float)], &[("Other", &[0])]));
    game.zoo.values.clear();
    game.run("component::late(e).hp = 2; component::other(e).hp = 3;");
    game.zoo.models.retain(|model| model.name != "Later");
    game.zoo.models.push(component(42, "Yet", vec![field("hp", Type::Float)], &[("Yet", &[0])]));
    game.zoo.models.push(component(43, "Another", vec![field("hp", Type::Float)], &[("Another", &[0])]));
    let error = game.error("component::later(e).late.hp = 2;");
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "component.later: no such component"));
    assert_eq!(
        (&game.zoo.values[&key(41, 0)], &game.zoo.values[&key(1, 0)]),
        (&Value::Float(2.0), &Value::Float(3.0))
    );
}

#[test]
fn handles_that_scripts_hold_when_the_language_ends_are_no_harm() {
    let mut game = Game::with(boxes());
    game.zoo.values.insert(key(1, 1), Vec3::ONE.into());
    game.try_run(
        "Unit@ unit = component::unit(Entity()); Vec3Field@ low = unit.near.low; Component@ any = unit;
         array<Unit@> all; class Holder { Bounds@ b; Holder@ self; } Holder h;
         void main() { for (int i = 0; i < 500; i++) all.insertLast(component::unit(Entity())); @h.b = all[7].far; @h.self = h; }",
    )
    .expect("runs");
    drop(game);
}

#[test]
fn a_large_component_has_the_fields_that_fit() {
    let many: Vec<FieldModel> = (0..5000).map(|index| field(&format!("v{index}"), Type::Vec3)).collect();
    let places: Vec<u32> = (0..5000).collect();
    let mut game = Game::with(vec![component(1, "Large", many, &[("Large", &places)])]);
    assert_eq!(
        game.run("Large@ l = component::large(e); l.v100 = Vec3(1, 2, 3); print(l.v100);"),
        "Vec3(1, 2, 3)\n"
    );
    let error = game.error("component::large(e).v4999 = Vec3();");
    assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
    assert_eq!(
        game.run("Component@ h = component::large(e); h[\"v4999\"] = Vec3(1, 2, 3); print(h[\"v4999\"]);"),
        "Vec3(1, 2, 3)\n"
    );
}

#[test]
fn handles_leave_nothing_behind() {
    let mut game = Game::with(boxes());
    for place in [key(1, 1), key(1, 2), key(1, 5), key(1, 6)] {
        game.zoo.values.insert(place, Vec3::ONE.into());
    }
    let text = "
        Bounds@ keep(Bounds@ b) { Bounds@ other = b; return other; }
        void work(Entity e) {
            for (int i = 0; i < 200; i++) {
                Unit@ unit = component::unit(e); Component@ any = unit.far; Vec3Field@ low = unit.near.low;
                low.x += component::unit(e).far.high.y; keep(cast<Bounds>(any)).low = unit.near.low;
                component::unit(e).near.high += low; Vec3 v = keep(component::unit(e).near).low;
                try { component::unit(e).far.low.x = 1e300; } catch {}
            }
        }";
    let module = ModuleId(1);
    game.language.load(&mut game.zoo, module, &Source::new("zoo.as", text)).expect("loads");
    let work = game.language.find(module, "work").expect("found");
    let mut used = [0_usize; 2];
    for used in &mut used {
        game.language.call(&mut game.zoo, work, &[Arg::Entity(Entity::new(1, 0))]).expect("runs");
        game.language.collect_garbage(&mut game.zoo);
        *used = game.language.memory_usage().current;
    }
    assert_eq!(used[0], used[1]);
}
