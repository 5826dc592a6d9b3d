//! Responses that may come as XML, as far as pointers and types look into them (decision D-55).

use crate::{
    check::not_in_xml,
    plan::XmlReading,
    resolve::{operation::Response, workflow::ResolvedTarget},
};

use super::{
    super::{
        family::{Family, family},
        scope::At,
        workflow_builder::{ReadingBuilder, WorkflowBuilder},
    },
    Need,
    table::{Builder, Fault, Way},
};

impl WorkflowBuilder<'_, '_> {
    /// How the leaves of a step are found in XML; `None` if no response is declared to be some.
    pub(in super::super) fn xml_reading(
        &mut self,
        step: usize,
        reading: &ReadingBuilder,
        after_failure: bool,
    ) -> Option<XmlReading> {
        let resolved = self.resolved;
        let target = resolved.steps.get(step)?.target.as_ref()?;
        let ResolvedTarget::Operation { operation, .. } = target else {
            return None;
        };
        let mut need = Need::default();
        for leaf in &reading.leaves {
            need.add(&leaf.tokens);
        }
        let early = reading.select || after_failure;
        let mut responses: Vec<&Response> = match early {
            true => operation.responses.iter().collect(),
            false => self.success(step)?.responses(operation),
        };
        responses.sort_by_key(|response| response.status);
        let mut table = Builder::new(Way::Read, self.builder.references());
        let mut by_status = Vec::new();
        for response in responses {
            let mut media = response.content.iter();
            let Some(media) = media.find(|media| family(&media.name) == Family::Xml) else {
                continue;
            };
            let root = table.root(media.schema.as_ref(), &need);
            by_status.push((response.status, root));
        }
        let (faults, table) = (table.faults, table.table);
        for fault in faults {
            self.unreadable(fault, step);
        }
        (!by_status.is_empty()).then_some(XmlReading { table, by_status })
    }

    /// Reports, once, what cannot be found in XML although something reads it.
    fn unreadable(&mut self, fault: Fault, step: usize) {
        let Some(schema) = fault.schema else { return };
        let place = schema.place();
        let found = not_in_xml(place, &fault.message);
        let scope = self.scope(step, At::Outputs);
        self.report(found, &scope);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Generator, load::Memory};

    /// What is said of outputs `outputs` of an answer in XML whose root has the member `m`.
    fn told(member: &str, outputs: &str) -> String {
        let api = format!(
            "openapi: 3.1.0
info: {{title: boxes, version: '1'}}
servers: [{{url: 'https://boxes.example'}}]
paths:
  /box:
    get:
      operationId: show
      responses:
        '200':
          description: ok
          content: {{application/xml: {{schema: {{type: object, xml: {{name: box}}, properties: {{m: {member}, n: {{type: string}}}}}}}}}}
"
        );
        let flow = format!(
            "arazzo: 1.0.1
info: {{title: t, version: '1'}}
sourceDescriptions: [{{name: boxes, url: boxes.yaml, type: openapi}}]
workflows:
- workflowId: w
  steps:
  - {{stepId: s, operationId: show, outputs: {outputs}}}
  - {{stepId: t, operationId: show, outputs: {outputs}}}
"
        );
        let files = Memory::new()
            .file("flow.yaml", flow)
            .file("boxes.yaml", api);
        let (_, report) = Generator::new().files(files).document("flow.yaml").plans();
        report.human(false)
    }

    #[test]
    fn what_xml_has_no_place_for_is_told_once_where_it_is_read() {
        for member in [
            "{type: array, items: {type: string}, xml: {attribute: true}}",
            "{type: array, prefixItems: [{type: string, xml: {attribute: true}}]}",
        ] {
            let report = told(member, "{m: $response.body#/m}");
            assert_eq!(report.matches("[unfit-query]").count(), 1, "{report}");
            assert_eq!(told(member, "{n: $response.body#/n}"), "");
        }
        let places = "{type: array, prefixItems: [{type: number, xml: {name: x}}, {type: string}]}";
        assert_eq!(
            told(places, "{m: $response.body#/m, x: $response.body#/m/0}"),
            ""
        );
    }
}
