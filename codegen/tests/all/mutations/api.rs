//! What the OpenAPI documents beside a document declare: whether a mistake can be known to be one depends on it.

use serde_json::Value;

/// The operation of this id, and the document it is in, where exactly one declares it.
pub(crate) fn operation<'a>(apis: &'a [Value], id: &str) -> Option<(&'a Value, &'a Value)> {
    let mut found = Vec::new();
    for api in apis {
        let paths = api.get("paths").and_then(Value::as_object);
        for path in paths.into_iter().flat_map(|paths| paths.values()) {
            let members = path.as_object().into_iter().flat_map(|path| path.values());
            let named = |operation: &&Value| {
                operation.get("operationId").and_then(Value::as_str) == Some(id)
            };
            found.extend(members.filter(named).map(|operation| (operation, api)));
        }
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The pointer of the operation of this id, and the operation.
pub(crate) fn pointer<'a>(api: &'a Value, id: &str) -> Option<(String, &'a Value)> {
    let paths = api.get("paths")?.as_object()?;
    paths.iter().find_map(|(path, item)| {
        let mut members = item.as_object()?.iter();
        let named =
            |operation: &Value| operation.get("operationId").and_then(Value::as_str) == Some(id);
        let (method, operation) = members.find(|(_, operation)| named(operation))?;
        let path = path.replace('~', "~0").replace('/', "~1");
        Some((format!("/paths/{path}/{method}"), operation))
    })
}

/// What a value stands for, references within the document followed.
pub(crate) fn followed<'a>(value: &'a Value, api: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| api.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

/// The responses of an operation.
pub(crate) fn responses<'a>(
    operation: &'a Value,
    api: &'a Value,
) -> impl Iterator<Item = &'a Value> {
    let all = operation.get("responses").and_then(Value::as_object);
    all.into_iter()
        .flat_map(|all| all.values())
        .map(|response| followed(response, api))
}

/// Whether a schema declares the property `name` in so many words.
pub(crate) fn declares(schema: &Value, name: &str, api: &Value) -> bool {
    let schema = followed(schema, api);
    let open = [
        "additionalProperties",
        "patternProperties",
        "anyOf",
        "oneOf",
        "allOf",
    ];
    !open.iter().any(|field| schema.get(field).is_some())
        && schema
            .pointer("/properties")
            .is_some_and(|all| all.get(name).is_some())
}

/// The method of an operation that stands in `paths`, in lower case.
pub(crate) fn method<'a>(operation: &Value, api: &'a Value) -> Option<&'a str> {
    let paths = api.get("paths")?.as_object()?;
    let mut members = paths.values().filter_map(Value::as_object).flatten();
    members.find_map(|(method, found)| std::ptr::eq(found, operation).then_some(method.as_str()))
}

/// What an operation, or the path it stands at, declares for a parameter.
pub(crate) fn parameter<'a>(
    operation: &'a Value,
    api: &'a Value,
    name: &str,
    place: &str,
) -> Option<&'a Value> {
    let paths = api.get("paths")?.as_object()?;
    let path = paths.values().find(|path| {
        let members = path.as_object().into_iter().flatten();
        members
            .into_iter()
            .any(|(_, found)| std::ptr::eq(found, operation))
    })?;
    let lists = [operation, path].map(|object| object.get("parameters"));
    let lists = lists.into_iter().flatten().filter_map(Value::as_array);
    let mut all = lists.flatten().map(|found| followed(found, api));
    all.find(|found| {
        let text = |field: &str| found.get(field).and_then(Value::as_str);
        text("name") == Some(name) && text("in") == Some(place)
    })
}
