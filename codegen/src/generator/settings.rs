//! What a user decides about the emitted code. [`Generator::settings`] reads the same from a file.

use std::{panic::Location, path::PathBuf};

use crate::{
    Generator,
    settings::{Origin, Subject, Visibility},
};

impl Generator {
    /// Calls the function and the module of a workflow `name`; `workflow` is its `workflowId`.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .rename_workflow("placeOrderV2", "place_order")
    ///     .generate();
    /// assert!(code.contains("pub async fn place_order<"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rename_workflow(self, workflow: impl Into<String>, name: impl Into<String>) -> Self {
        self.set(Subject::RenameWorkflow, workflow, name)
    }

    /// Calls a step `name`: its function, the fields that hold its outputs, and, in camel case, their type. `step` is
    /// `workflowId/stepId`.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .rename_step("placeOrderV2/POST-orders", "create")
    ///     .generate();
    /// assert!(code.contains("pub create: Create,"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rename_step(self, step: impl Into<String>, name: impl Into<String>) -> Self {
        self.set(Subject::RenameStep, step, name)
    }

    /// Calls a type `name`; `ty` is what it is called without this setting, or the JSON Pointer of its schema, as in
    /// `#/components/schemas/Order`. In front of the pointer may stand the end of the document's path, for the schemas of
    /// that document alone: `shop.openapi.yaml#/components/schemas/Order`.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .rename_type("ShopOrderDto", "Order")
    ///     .generate();
    /// assert!(code.contains("pub struct Order {"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rename_type(self, ty: impl Into<String>, name: impl Into<String>) -> Self {
        self.set(Subject::RenameType, ty, name)
    }

    /// Calls a field `name`; its name on the wire stays. `field` is `workflowId/inputs/NAME`, `workflowId/outputs/NAME`,
    /// `workflowId/stepId/outputs/NAME`, or the JSON Pointer of a property: `#/components/schemas/Order/properties/id`.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .rename_field("placeOrderV2/inputs/qty", "quantity")
    ///     .generate();
    /// assert!(code.contains("pub quantity: i64,") && code.contains("quantity = \"qty\""));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rename_field(self, field: impl Into<String>, name: impl Into<String>) -> Self {
        self.set(Subject::RenameField, field, name)
    }

    /// Derives one more trait, given by its path, for emitted types. `types` is the name of one, as in `Order`; `inputs`,
    /// `outputs`, `steps` or `errors` for those types of all workflows and the types inside them; or `*` for all.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .derive("outputs", "Hash")
    ///     .generate();
    /// assert!(code.contains("Hash"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn derive(self, types: impl Into<String>, path: impl Into<String>) -> Self {
        self.set(Subject::Derive, types, path)
    }

    /// Puts an attribute on emitted types, which are named as for [`Generator::derive`]. It may be one of serde's: inputs
    /// and outputs that are given a derive or an attribute have serde's derives.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .attribute("Outputs", "#[must_use]")
    ///     .generate();
    /// assert!(code.contains("#[must_use]\n    pub struct Outputs"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn attribute(self, types: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.set(Subject::Attribute, types, attribute)
    }

    /// Uses a type of yours, given by its path, for values whose schema has this `format`; where the schema lists values
    /// (`enum`), the format is no help and the type stays. What the type has to implement is said at
    /// [`Generator::replace`].
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .format("date-time", "::jiff::Timestamp")
    ///     .generate();
    /// assert!(code.contains("pub due: ::jiff::Timestamp,"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn format(self, format: impl Into<String>, ty: impl Into<String>) -> Self {
        self.set(Subject::Format, format, ty)
    }

    /// Uses a type of yours, given by its path, for values of the schema at a JSON Pointer, wherever they are inputs,
    /// outputs or members of other types. In front of the pointer may stand the end of the document's path.
    ///
    /// The type implements `Serialize` and `DeserializeOwned` for the JSON that the schema describes, `Clone` and `Debug`,
    /// and is `Send + Sync + 'static`; further traits only where you [derive](Generator::derive) them. In parameters, texts
    /// and criteria stands what its JSON says, so that it needs no `Display` and no comparison. A JSON Pointer of the
    /// document that leads into such a value is followed in its JSON and finds JSON. What is read from a header stays text,
    /// and a schema that holds secrets (`format: password`) cannot be replaced, nor can the type of an input with a default.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .replace("#/components/schemas/Money", "crate::Money")
    ///     .generate();
    /// assert!(code.contains("pub price: crate::Money,"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn replace(self, schema: impl Into<String>, ty: impl Into<String>) -> Self {
        self.set(Subject::Replace, schema, ty)
    }

    /// Takes the property at a JSON Pointer as required although its schema says that it is optional: its type is `T`
    /// instead of `Option<T>`, and a response without it is a failure of the kind `output-type`.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .required("#/components/schemas/ShopOrderDto/properties/tracking")
    ///     .generate();
    /// assert!(code.contains("pub tracking: String,"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn required(self, property: impl Into<String>) -> Self {
        self.set(Subject::Required, property, "")
    }

    /// The visibility of all that is emitted.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, Visibility, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .visibility(Visibility::Crate)
    ///     .generate();
    /// assert!(code.contains("pub(crate) struct Outputs"));
    /// ```
    #[must_use]
    pub fn visibility(mut self, visibility: Visibility) -> Self {
        self.options.settings.visibility = visibility;
        self
    }

    /// Checks inputs against their schemas before the first request of a run. What breaks one is a failure of the kind
    /// `invalid-input`, and nothing is sent.
    ///
    /// ```
    /// # use arazzo_codegen::{Generator, load::Memory};
    /// # let files = Memory::new()
    /// #     .file("shop.arazzo.yaml", include_str!("../../tests/cases/settings/shop.arazzo.yaml"))
    /// #     .file("shop.openapi.yaml", include_str!("../../tests/cases/settings/shop.openapi.yaml"));
    /// let (code, _) = Generator::new().files(files).document("shop.arazzo.yaml")
    ///     .check_inputs(true)
    ///     .generate();
    /// assert!(code.contains("Constraint::new(\"/qty\", Rule::Minimum(\"1\"))"));
    /// ```
    #[must_use]
    pub fn check_inputs(mut self, check: bool) -> Self {
        self.options.settings.check_inputs = check;
        self
    }

    /// Reads further settings from a YAML or JSON file, as `--settings` of the program does. Its keys are the names of the
    /// methods here.
    ///
    /// ```yaml
    /// rename_workflow: { placeOrderV2: place_order }
    /// derive: { outputs: Hash, Order: [Hash, Eq] }
    /// format: { date-time: "::jiff::Timestamp" }
    /// required: ["#/components/schemas/Order/properties/id"]
    /// visibility: crate
    /// check_inputs: true
    /// ```
    #[must_use]
    pub fn settings(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.settings.file = Some(path.into());
        self
    }

    #[track_caller]
    fn set(mut self, subject: Subject, key: impl Into<String>, value: impl Into<String>) -> Self {
        let origin = Origin::Call(Location::caller());
        let settings = &mut self.options.settings;
        settings.add(subject, key.into(), value.into(), origin);
        self
    }
}
