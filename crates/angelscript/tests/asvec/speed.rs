use std::any::{Any, TypeId};
use std::sync::Arc;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .unwrap_or_default()
        .split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0)
}
use glotta_angelscript::AngelScriptLanguage;
use glotta_core::*;
pub struct Fast(pub Vec<[Vec3; 2]>);
struct No;
impl Sources for No {
    fn import(&self, _: &str, n: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
        Err(ScriptError::not_found(n.to_owned()))
    }
}
fn model() -> ComponentModel {
    let f = |name: &str, ty, node| FieldModel {
        name: name.to_owned(),
        doc: String::new(),
        ty,
        node,
        type_name: String::new(),
        variants: vec![],
    };
    ComponentModel {
        id: ComponentId(0),
        name: "Transform".into(),
        doc: String::new(),
        fields: vec![
            f("translation", Type::Vec3, None),
            f("rotation", Type::Quat, None),
            f("scale", Type::Vec3, None),
            f("w", Type::Float, None),
        ],
        nodes: vec![NodeModel { name: "Transform".into(), fields: vec![0, 1, 2, 3] }],
    }
}
impl Host for Fast {
    fn part_mut(&mut self, _: TypeId) -> Option<&mut dyn Any> {
        None
    }
    fn print(&mut self, text: &str) {
        println!("{text}");
    }
    fn call(&mut self, _: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
        Ok(Value::Null)
    }
    fn component_model(&mut self, _: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        Ok(Arc::new(model()))
    }
    fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
        Ok(vec![Arc::new(model())])
    }
    fn component_handle(
        &mut self,
        entity: Entity,
        component: ComponentId,
    ) -> Result<ComponentHandle, ScriptError> {
        if (entity.index() as usize) < self.0.len() {
            Ok(ComponentHandle { entity, component, node: 0 })
        } else {
            Err(ScriptError::not_found("no"))
        }
    }
    fn field(&mut self, entity: Entity, field: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        let t = self.0.get(entity.index() as usize).ok_or_else(|| ScriptError::not_found("no"))?;
        match field.field {
            0 => frame.return_vec3(t[0]),
            2 => frame.return_vec3(t[1]),
            _ => frame.return_float(t[1].x.into()),
        }
    }
    fn set_field(
        &mut self,
        entity: Entity,
        field: FieldKey,
        frame: &dyn Frame,
        a: usize,
    ) -> Result<(), ScriptError> {
        let t = self.0.get_mut(entity.index() as usize).ok_or_else(|| ScriptError::not_found("no"))?;
        match field.field {
            0 => t[0] = frame.vec3(a)?,
            2 => t[1] = frame.vec3(a)?,
            _ => t[1].x = frame.float(a)? as f32,
        }
        Ok(())
    }
}
#[test]
fn speed() {
    let mut language = AngelScriptLanguage::new();
    language.start(Environment { api: Arc::new(Api::new()), sources: Arc::new(No) }).expect("starts");
    let mut host = Fast(vec![[Vec3::ZERO; 2]; 1000]);
    let text = "
      void empty(Entity e, int64 n) { for (int64 i = 0; i < n; i++) {} }
      void make(Entity e, int64 n) { for (int64 i = 0; i < n; i++) { Transform@ t = component::transform(e); } }
      void move(Entity e, int64 n) { Vec3 v(1, 0, 0); double dt = 0.1; for (int64 i = 0; i < n; i++) { Transform@ t = component::transform(e); t.translation += v * dt; } }
      void move_x(Entity e, int64 n) { for (int64 i = 0; i < n; i++) { Transform@ t = component::transform(e); t.translation.x += 1; } }
      void read(Entity e, int64 n) { Transform@ t = component::transform(e); Vec3 v; for (int64 i = 0; i < n; i++) { v = t.translation; } }
      void write(Entity e, int64 n) { Transform@ t = component::transform(e); Vec3 v; for (int64 i = 0; i < n; i++) { t.translation = v; } }
      void scalar(Entity e, int64 n) { Transform@ t = component::transform(e); for (int64 i = 0; i < n; i++) { t.w = 3; } }
      void mul(Entity e, int64 n) { Vec3 v(1, 0, 0), w; double dt = 0.1; for (int64 i = 0; i < n; i++) { w = v * dt; } }
      void length(Entity e, int64 n) { Vec3 v(1, 0, 0); double d; for (int64 i = 0; i < n; i++) { d = v.length(); } }
    ";
    language.load(&mut host, ModuleId(1), &Source::new("a.as", text)).expect("loads");
    let names =
        std::env::var("NAMES").unwrap_or("empty,make,move,move_x,read,write,scalar,mul,length".to_owned());
    let n: i64 = if cfg!(debug_assertions) { 1000 } else { 1_000_000 };
    for name in names.split(',') {
        let f = language.find(ModuleId(1), name).expect("found");
        let mut best = f64::MAX;
        for _ in 0..9 {
            let start = cpu();
            language.call(&mut host, f, &[Arg::Entity(Entity::new(5, 0)), Arg::Int(n)]).expect("runs");
            best = best.min((cpu() - start) / n as f64);
        }
        println!("{name}: {best:.1} ns");
    }
}
#[test]
fn many_types() {
    struct Many(Vec<Arc<ComponentModel>>);
    impl Host for Many {
        fn part_mut(&mut self, _: TypeId) -> Option<&mut dyn Any> {
            None
        }
        fn print(&mut self, text: &str) {
            println!("{text}");
        }
        fn call(&mut self, _: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
            Ok(Value::Null)
        }
        fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
            Ok(self.0.clone())
        }
    }
    let mut language = AngelScriptLanguage::new();
    let t = cpu();
    language.start(Environment { api: Arc::new(Api::new()), sources: Arc::new(No) }).expect("starts");
    println!("start {:.2} ms, {:?}", (cpu() - t) / 1e6, language.memory_usage());
    let f = |name: &str, ty, node| FieldModel {
        name: name.to_owned(),
        doc: String::new(),
        ty,
        node,
        type_name: String::new(),
        variants: vec![],
    };
    let mut host = Many(
        (0..200)
            .map(|i| {
                Arc::new(ComponentModel {
                    id: ComponentId(i),
                    name: format!("Component{i}"),
                    doc: String::new(),
                    fields: (0..6)
                        .map(|k| {
                            f(
                                &format!("f{k}"),
                                [Type::Float, Type::INT, Type::Vec3, Type::Bool, Type::String, Type::Any][k],
                                None,
                            )
                        })
                        .collect(),
                    nodes: vec![NodeModel { name: format!("Component{i}"), fields: (0..6).collect() }],
                })
            })
            .collect(),
    );
    for i in 0..3 {
        let t = cpu();
        language.load(&mut host, ModuleId(i), &Source::new("a.as", "void main() {}")).expect("loads");
        println!("load {:.2} ms, {:?}", (cpu() - t) / 1e6, language.memory_usage());
    }
}
