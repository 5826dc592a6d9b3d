//! Finds an operation by the pointer of an `operationPath`, and says what is missing where it leads to none.

use crate::{
    load::{Documents, Node, Pointer},
    resolve::reference::ReferenceError,
};

use super::{Located, METHODS, all, collect, layers, nearest_path, paths, plain_variable, sent};

/// Why a pointer leads to no operation.
#[derive(Debug, Clone, Default)]
pub struct NotFound {
    /// What is missing.
    pub reason: NotFoundReason,
    /// The pointer that was probably meant, where that needs no search.
    nearest: Option<Pointer>,
    /// The method and the paths among which a pointer that misses its path is looked for.
    wanted: Option<Box<(String, Node)>>,
    /// The reference on the way that is broken, if one is.
    pub broken: Option<Box<ReferenceError>>,
}

/// What is missing where a pointer leads to no operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NotFoundReason {
    /// It leads to nothing like an operation.
    #[default]
    NotAnOperation,
    /// It stops at a path: the method is missing.
    NoMethod,
    /// There is no such path.
    NoSuchPath {
        /// The path asked for.
        path: String,
    },
    /// The path has no such method.
    NoSuchMethod {
        /// The path.
        path: String,
        /// The method asked for.
        method: String,
        /// Methods it has.
        known: Vec<String>,
    },
}

impl NotFound {
    /// The pointer that was probably meant. Compares all paths of the API where none is the one asked for.
    pub fn nearest(&self) -> Option<Pointer> {
        match (&self.reason, self.wanted.as_deref()) {
            (NotFoundReason::NoSuchPath { path }, Some((method, paths))) => {
                let near = nearest_path::nearest(paths, path, method)?;
                Some(Pointer::from_tokens(["paths", &near, method]))
            }
            _ => self.nearest.clone(),
        }
    }

    /// One sentence without a full stop. `pointer` is what was asked for.
    pub fn message(&self, pointer: &Pointer) -> String {
        match &self.reason {
            NotFoundReason::NotAnOperation => format!("`{pointer}` is not an operation"),
            NotFoundReason::NoMethod => {
                format!(
                    "`{pointer}` is not an operation: it stops at the path, the method is missing"
                )
            }
            NotFoundReason::NoSuchPath { path } => {
                format!("`{pointer}` is not an operation: the API has no path `{path}`")
            }
            NotFoundReason::NoSuchMethod {
                path,
                method,
                known,
            } => {
                let known = known.join("`, `");
                let has = if known.is_empty() {
                    "no operation".to_owned()
                } else {
                    format!("`{known}`")
                };
                format!(
                    "`{pointer}` is not an operation: path `{path}` has no `{method}`, it has {has}"
                )
            }
        }
    }
}

/// The operation at `pointer`, found through the `$ref` of its path item where it has one.
///
/// # Errors
/// If the pointer does not lead to a method of a path.
pub fn find_by_pointer(
    root: &Node,
    pointer: &Pointer,
    documents: &Documents,
) -> Result<Located, NotFound> {
    let tokens: Vec<String> = pointer.tokens().collect();
    let texts: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let Some(paths) = paths(root, documents) else {
        return Err(NotFound::default());
    };
    match texts.as_slice() {
        ["paths", path, "additionalOperations", method] => {
            let path = key_of(&paths, path);
            method_of(&paths, &path, method, true, documents)
        }
        ["paths", path, method] => {
            let path = key_of(&paths, path);
            method_of(&paths, &path, method, false, documents)
        }
        ["paths", path] => {
            let path = &key_of(&paths, path);
            let mut error = NotFound::default();
            match paths.get(path) {
                Some(_) => {
                    error.reason = NotFoundReason::NoMethod;
                    let mut found = Vec::new();
                    collect(&paths, path, &|_| true, Some(documents), &mut found);
                    error.nearest = found.first().map(Located::pointer);
                }
                None => error = no_such_path(&paths, path, "get"),
            }
            Err(error)
        }
        ["paths", path, method, ..] if METHODS.contains(method) => {
            let path = key_of(&paths, path);
            let shorter = method_of(&paths, &path, method, false, documents).ok();
            Err(NotFound {
                nearest: shorter.map(|located| located.pointer()),
                ..NotFound::default()
            })
        }
        _ => through_target(root, pointer, documents),
    }
}

/// The key below `paths` that a path means: `/{Key}` is `/{Key+}` where that alone is declared (decision D-59).
fn key_of(paths: &Node, path: &str) -> String {
    let declared = paths.as_object();
    if declared.is_some_and(|declared| !declared.contains_key(path)) {
        let keys = declared.into_iter().flat_map(|declared| declared.keys());
        let before = path.split('{').next().unwrap_or_default();
        let mut greedy = keys.filter(|key| key.starts_with(before) && plain(key) == path);
        if let (Some(only), None) = (greedy.next(), greedy.next()) {
            return only.clone();
        }
    }
    path.to_owned()
}

/// A path whose variables have their plain names.
fn plain(path: &str) -> String {
    let mut parts = path.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('{');
        match part.split_once('}') {
            Some((expression, rest)) => {
                plain.extend([plain_variable(expression), "}", rest]);
            }
            None => plain.push_str(part),
        }
    }
    plain
}

fn method_of(
    paths: &Node,
    path: &str,
    method: &str,
    additional: bool,
    documents: &Documents,
) -> Result<Located, NotFound> {
    let Some(path_item) = paths.get(path) else {
        return Err(no_such_path(paths, path, method));
    };
    let (layers, broken) = layers(&path_item, documents);
    let standard = additional || METHODS.contains(&method);
    let found = layers.iter().filter(|_| standard).find_map(|layer| {
        let holder = if additional {
            layer.get("additionalOperations")?
        } else {
            layer.clone()
        };
        let node = holder.get(method)?;
        node.as_object().is_some().then_some(node)
    });
    if let Some(node) = found {
        let method = sent(method, additional);
        let path = path.to_owned();
        return Ok(Located {
            node,
            path_item,
            path,
            method,
        });
    }
    let mut others = Vec::new();
    collect(paths, path, &|_| true, Some(documents), &mut others);
    let same = others
        .iter()
        .find(|other| other.method.eq_ignore_ascii_case(method));
    Err(NotFound {
        nearest: same.or(others.first()).map(Located::pointer),
        reason: NotFoundReason::NoSuchMethod {
            path: path.to_owned(),
            method: method.to_owned(),
            known: others.into_iter().map(|other| other.method).collect(),
        },
        broken: broken.map(Box::new),
        wanted: None,
    })
}

fn no_such_path(paths: &Node, path: &str, method: &str) -> NotFound {
    NotFound {
        reason: NotFoundReason::NoSuchPath {
            path: path.to_owned(),
        },
        wanted: Some(Box::new((method.to_owned(), paths.clone()))),
        ..NotFound::default()
    }
}

/// A pointer to an operation where it is written, such as below `components.pathItems`, if one path alone uses it.
fn through_target(
    root: &Node,
    pointer: &Pointer,
    documents: &Documents,
) -> Result<Located, NotFound> {
    let target = root.at(pointer).ok_or_else(NotFound::default)?;
    let operations = all(root, documents).into_iter();
    let mut users = operations.filter(|located| located.node == target);
    match (users.next(), users.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(NotFound::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{API, FAR};
    use super::*;
    use crate::resolve::testing::files;

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn by_pointer(text: &str) -> Result<String, (String, Option<String>)> {
        let (documents, root) = files(&[("api.yaml", API), ("far.yaml", FAR)]);
        let pointer = pointer(text);
        match find_by_pointer(&root, &pointer, &documents) {
            Ok(located) => Ok(format!("{} {}", located.method, located.path)),
            Err(error) => Err((
                error.message(&pointer),
                error.nearest().map(|near| near.to_string()),
            )),
        }
    }

    #[test]
    fn pointers_lead_to_operations_also_through_references() {
        assert_eq!(
            by_pointer("/paths/~1pets~1{id}/get"),
            Ok("GET /pets/{id}".into())
        );
        assert_eq!(by_pointer("/paths/~1far/get"), Ok("GET /far".into()));
        assert_eq!(
            by_pointer("/paths/~1more/additionalOperations/LINK"),
            Ok("LINK /more".into())
        );
    }

    #[test]
    fn greedy_variables_go_by_their_plain_names_where_one_path_alone_is_meant() {
        let api = "
openapi: 3.1.0
paths:
  /{Bucket}/{Key+}: {get: {}}
  /twice/{Key+}: {get: {}}
  /twice/{Key*}: {get: {}}
  /both/{Key}: {get: {}}
  /both/{Key+}: {get: {}}
";
        let (documents, root) = files(&[("api.yaml", api)]);
        let path = |text: &str| {
            let found = find_by_pointer(&root, &pointer(text), &documents);
            found.map(|located| located.path).map_err(|_| ())
        };
        assert_eq!(
            path("/paths/~1{Bucket}~1{Key}/get"),
            Ok("/{Bucket}/{Key+}".into())
        );
        assert_eq!(
            path("/paths/~1{Bucket}~1{Key+}/get"),
            Ok("/{Bucket}/{Key+}".into())
        );
        assert_eq!(path("/paths/~1{Bucket}~1{Other}/get"), Err(()));
        assert_eq!(path("/paths/~1twice~1{Key}/get"), Err(()));
        assert_eq!(path("/paths/~1both~1{Key}/get"), Ok("/both/{Key}".into()));
    }

    #[test]
    fn a_pointer_that_misses_says_what_is_missing_and_what_was_meant() {
        let near = |text: &str| by_pointer(text).unwrap_err();
        assert_eq!(
            near("/paths/~1pets~1{id}"),
            (
                "`/paths/~1pets~1{id}` is not an operation: it stops at the path, the method is missing".into(),
                Some("/paths/~1pets~1{id}/get".into())
            )
        );
        assert_eq!(
            near("/paths/~1pets~1{petId}~1/get"),
            (
                "`/paths/~1pets~1{petId}~1/get` is not an operation: the API has no path `/pets/{petId}/`".into(),
                Some("/paths/~1pets~1{id}/get".into())
            )
        );
        assert_eq!(
            near("/paths/~1v1~1pets~1{id}/get").1,
            Some("/paths/~1pets~1{id}/get".into())
        );
        assert_eq!(
            near("/paths/~1mroe/get").1,
            Some("/paths/~1more/get".into())
        );
        assert_eq!(
            near("/paths/~1more/put").0,
            "`/paths/~1more/put` is not an operation: path `/more` has no `put`, it has `GET`, `LINK`"
        );
        assert_eq!(
            near("/paths/~1more/GET").1,
            Some("/paths/~1more/get".into())
        );
        assert_eq!(
            near("/paths/~1more/get/responses").1,
            Some("/paths/~1more/get".into())
        );
        assert_eq!(
            near("/paths/~1pets~1{id}/parameters").1,
            Some("/paths/~1pets~1{id}/get".into())
        );
        assert_eq!(near("/info").0, "`/info` is not an operation");
    }
}
