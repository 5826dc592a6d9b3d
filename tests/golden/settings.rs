//! The same documents under settings of each kind.

use std::path::Path;

use arazzo_codegen::{Generator, Visibility};

/// The modules, their names and code.
pub(crate) fn modules(codegen: &Path) -> Vec<(String, String)> {
    let folder = codegen.join("tests/cases/settings");
    println!("cargo::rerun-if-changed={}", folder.display());
    let shop = || Generator::new().document(folder.join("shop.arazzo.yaml"));
    let all = [
        ("renamed", renamed(shop())),
        ("derived", derived(shop())),
        ("own", own(shop())),
        (
            "required",
            shop().required("#/components/schemas/ShopOrderDto/properties/tracking"),
        ),
        ("checked", shop().check_inputs(true)),
        ("in_crate", shop().visibility(Visibility::Crate)),
    ];
    let module = |(name, generator): (&str, Generator)| {
        let (code, report) = generator.generate();
        let report = report.human(false);
        assert!(report.is_empty(), "{name}: {report}");
        (format!("settings_{name}"), code)
    };
    all.into_iter().map(module).collect()
}

fn renamed(shop: Generator) -> Generator {
    shop.rename_workflow("placeOrderV2", "place")
        .rename_step("placeOrderV2/POST-orders", "create")
        .rename_type("ShopOrderDto", "Order")
        .rename_type("#/components/schemas/Line", "OrderLine")
        .rename_field("placeOrderV2/inputs/qty", "quantity")
        .rename_field("placeOrderV2/outputs/order-id", "id")
        .rename_field("placeOrderV2/POST-orders/outputs/order-id", "id")
        .rename_field(
            "#/components/schemas/ShopOrderDto/properties/order-lines",
            "lines",
        )
        .rename_field("#/components/schemas/Money/properties/amount", "cents")
}

fn derived(shop: Generator) -> Generator {
    shop.derive("inputs", "PartialEq")
        .derive("outputs", "PartialEq")
        .derive("steps", "PartialEq")
        .derive("outputs", "Hash")
        .derive("Size", "PartialOrd")
        .attribute("Outputs", "#[must_use]")
        .attribute("Outputs", "#[serde(deny_unknown_fields)]")
        .attribute("*", "#[allow(clippy::all)]")
}

fn own(shop: Generator) -> Generator {
    shop.format("date-time", "crate::own::Timestamp").replace(
        "shop.openapi.yaml#/components/schemas/Money",
        "crate::own::Money",
    )
}
