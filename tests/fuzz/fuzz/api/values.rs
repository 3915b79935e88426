//! What functions are called with: what their types take, as a rule something that means something to them.

use glotta::core::{Asset, Entity, Function, Object, Parameter, Table, Type, Value};
use glotta::prelude::{Quat, Vec2, Vec3};

/// Fields of components, of which not all have columns.
pub(super) const FIELDS: &[&str] = &[
    "Health.current",
    "Health.max",
    "Everything.tiny",
    "Everything.level",
    "Everything.count",
    "Everything.huge",
    "Everything.wide",
    "Everything.charge",
    "Everything.alive",
    "Everything.place",
    "Everything.place.y",
    "Everything.offset",
    "Everything.turn",
    "Everything.inner.heat",
    "Everything.name",
    "Everything.inner",
    "Speed.value",
    "Loose.place",
    "Loose.level",
    "Banner.weight",
    "Shield.strength",
    "Shield",
];

/// Texts by the names of the parameters that take them. Those of the last row are for any parameter.
const TEXTS: &[(&[&str], &[&str])] = &[
    (
        &["component", "components", "without", "optional", "changed", "reads", "writes"],
        &["Health", "Everything", "Speed", "Loose", "Banner", "Shield", "Healt"],
    ),
    (&["field"], FIELDS),
    (&["script"], &["good", "good.txt", "bad"]),
    (&["type_name"], &["text", "data", "toml", "json", "script", "txt"]),
    (&["path"], &["good.txt", "good.toml", "bad.json", "good", "none", "../good.txt"]),
    (&["action"], &["jump", "walk", "confirm", "next", "jmp"]),
    (&["phase"], &["update", "pre_update", "post_update", "updat"]),
    (&["level"], &["info", "warn", "error", "loud"]),
    (
        &[],
        &[
            "one", "two", "good", "menu", "dialogue", "scripts", "Shield", "speed", "Health", "text", "",
            "té", "a\0b", "bad", "x.y",
        ],
    ),
];

/// What earlier calls have given.
#[derive(Default)]
pub(super) struct Pool {
    entities: Vec<Entity>,
    assets: Vec<Asset>,
    objects: Vec<Object>,
}

/// A small source of choices.
struct Choice(u64);

impl Choice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

impl Pool {
    /// Forgets most columns: they end with the call from the engine. One stays, to be refused.
    pub(super) fn begin(&mut self) {
        let mut left = 1;
        self.objects.retain(|object| {
            let is_column = object.class() == "Column";
            let stays = !is_column || left > 0;
            left -= usize::from(is_column && left > 0);
            stays
        });
    }

    /// The latest object of a class.
    pub(super) fn last(&self, class: &str) -> Option<Value> {
        self.objects.iter().rfind(|object| object.class() == class).cloned().map(Value::Object)
    }

    /// The class of an object that the function needs, and that there is none of.
    pub(super) fn lacks(&self, function: &Function) -> Option<&'static str> {
        function.parameters[..function.required].iter().find_map(|parameter| match parameter.ty {
            Type::Object(class) if !self.objects.iter().any(|object| object.class() == class) => Some(class),
            _ => None,
        })
    }

    /// Values for the parameters but those that are functions; none if there is none for one of them yet.
    pub(super) fn arguments(
        &self,
        function: &Function,
        parameters: &[Parameter],
        seeds: &[u32],
    ) -> Option<Vec<Value>> {
        let given = parameters.iter().zip(seeds).filter(|(parameter, _)| parameter.ty != Type::Function);
        given
            .map(|(parameter, seed)| {
                let mut choice = Choice(u64::from(*seed));
                choice.below(2);
                self.value(function, parameter.name, parameter.ty, &mut choice)
            })
            .collect()
    }

    fn value(&self, function: &Function, name: &str, ty: Type, choice: &mut Choice) -> Option<Value> {
        Some(match ty {
            Type::Bool => Value::Bool(choice.below(2) == 0),
            Type::Int { .. } => Value::Int(int(function, choice)?),
            Type::Float | Type::Float32 => Value::Float(float(choice)?),
            Type::String => Value::from(text(function, name, choice)?),
            Type::Vec2 => Value::Vec2(Vec2::new(single(choice)?, single(choice)?)),
            Type::Vec3 => Value::Vec3(Vec3::new(single(choice)?, single(choice)?, single(choice)?)),
            Type::Quat => Value::Quat(choice.one(&[
                Quat::IDENTITY,
                Quat::from_xyzw(0.0, 1.0, 0.0, 0.0),
                Quat::from_xyzw(1.0, 2.0, 3.0, 4.0),
                Quat::from_xyzw(0.0, 0.0, 0.0, 0.0),
                Quat::from_xyzw(f32::NAN, 0.0, 0.0, 1.0),
            ])?),
            Type::Entity => Value::Entity(choice.one(&self.entities)?),
            Type::Asset => Value::Asset(choice.one(&self.assets)?),
            Type::Object(class) => {
                let fitting: Vec<&Object> =
                    self.objects.iter().filter(|object| object.class() == class).collect();
                Value::Object(choice.one(&fitting)?.clone())
            }
            Type::List(item) => {
                let count = choice.below(4);
                let items: Option<Vec<Value>> =
                    (0..count).map(|_| self.value(function, name, *item, choice)).collect();
                Value::List(items?)
            }
            Type::Optional(inner) if choice.below(3) > 0 => self.value(function, name, *inner, choice)?,
            Type::Table if function.name == "define" => fields(choice),
            Type::Any | Type::Table => self.any(function, ty, choice)?,
            _ => Value::Null,
        })
    }

    fn any(&self, function: &Function, ty: Type, choice: &mut Choice) -> Option<Value> {
        let table = |entries: &[(&str, Value)]| {
            Value::Table(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
        };
        let tables = [
            table(&[]),
            table(&[("current", Value::Float(5.0))]),
            table(&[("max", Value::Int(7)), ("current", Value::Float(0.5))]),
            table(&[("level", Value::Int(200)), ("place", Value::Vec3(Vec3::ONE))]),
            table(&[("color", "red".into()), ("weight", Value::Float(1.5))]),
            table(&[("strength", Value::Float(2.5))]),
            table(&[("mode", table(&[("Wait", table(&[("seconds", Value::Float(2.0))]))]))]),
            table(&[
                ("counts", table(&[("a", Value::Int(1))])),
                ("three", Value::List(vec![Value::Int(1); 3])),
            ]),
            table(&[("mox", Value::Int(7))]),
        ];
        if ty == Type::Table {
            return choice.one(&tables.each_ref()).cloned();
        }
        let columns: Vec<&Object> = self.objects.iter().filter(|object| object.class() == "Column").collect();
        Some(match choice.below(if function.module == "query" { 12 } else { 8 }) {
            0 => Value::Int(int(function, choice)?),
            1 | 2 => Value::Float(float(choice)?),
            3 => Value::Bool(choice.below(2) == 0),
            4 => Value::Vec3(Vec3::new(single(choice)?, single(choice)?, single(choice)?)),
            5 => Value::from(text(function, "", choice)?),
            6 | 7 => choice.one(&tables.each_ref())?.clone(),
            8 => Value::Vec2(Vec2::new(single(choice)?, single(choice)?)),
            _ => Value::Object(choice.one(&columns)?.clone()),
        })
    }

    /// Keeps what a call gave, for later ones.
    pub(super) fn keep(&mut self, value: Value) {
        const MOST: usize = 24;
        match value {
            Value::Entity(entity) if !self.entities.contains(&entity) => self.entities.push(entity),
            Value::Asset(asset) if !self.assets.contains(&asset) => self.assets.push(asset),
            Value::Object(object) => {
                self.objects.push(object);
                if self.objects.len() > MOST {
                    self.objects.remove(0);
                }
            }
            Value::List(items) => items.into_iter().take(MOST).for_each(|item| self.keep(item)),
            _ => {}
        }
    }
}

fn int(function: &Function, choice: &mut Choice) -> Option<i64> {
    const STRANGE: [i64; 8] = [-1, i64::MAX, i64::MIN, 255, 256, 1 << 31, -(1 << 31), (1 << 53) + 1];
    if function.name == "create_from_template" {
        return choice.one(&[0, 1, 2, 3, -1, 1_000_001]);
    }
    match choice.below(4) {
        0 => choice.one(&STRANGE),
        _ => i64::try_from(choice.below(6)).ok(),
    }
}

fn float(choice: &mut Choice) -> Option<f64> {
    choice.one(&[
        0.0,
        1.0,
        -1.0,
        0.5,
        2.5,
        -0.0,
        3.0,
        100.25,
        1e300,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        5e-324,
        1e39,
    ])
}

fn single(choice: &mut Choice) -> Option<f32> {
    choice.one(&[0.0, 1.0, -1.0, 0.5, 2.5, 3.0, 100.25, 1e20, 3e38, f32::NAN, f32::INFINITY, 1e-40])
}

fn text(function: &Function, name: &str, choice: &mut Choice) -> Option<&'static str> {
    let of = match (function.module, function.name, name) {
        ("script", "call", "name") | ("entity", "create_from_template", _) => &["good", "bad"][..],
        ("component", "define", "name") => &["Shield", "Health", "Shield"],
        _ if choice.below(8) == 0 => TEXTS[TEXTS.len() - 1].1,
        _ => {
            let row = TEXTS.iter().find(|(names, _)| names.is_empty() || names.contains(&name));
            row.map_or(&[][..], |(_, texts)| texts)
        }
    };
    choice.one(of)
}

fn fields(choice: &mut Choice) -> Value {
    let mut fields = Table::from([("strength".to_owned(), Value::Float(1.5))]);
    match choice.below(4) {
        0 => drop(fields.insert("name".to_owned(), "string".into())),
        1 => drop(fields.insert("parts".to_owned(), "lost".into())),
        _ => {}
    }
    Value::Table(fields)
}

/// Values as they are compared: an empty list and an empty table are one to some languages.
pub(super) fn shown(values: &[Value]) -> String {
    let shown = |value: &Value| match value {
        Value::Table(table) if table.is_empty() => "[]".to_owned(),
        Value::Table(table) => {
            let entry = |(name, value): (&String, &Value)| {
                format!("{name:?} = {}", shown(std::slice::from_ref(value)))
            };
            format!("{{{}}}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::List(items) => format!("[{}]", shown(items)),
        Value::String(text) => format!("{:?}", super::texts::normal(text)),
        Value::Object(object) => object.class().to_owned(),
        other => other.to_string(),
    };
    values.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// What kind of value it is, for what is measured.
pub(super) fn kind(value: &Value) -> String {
    format!("{:?}", value.kind())
}
