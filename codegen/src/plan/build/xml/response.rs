//! Responses that may come as XML, as far as pointers and types look into them (decision D-55).

use crate::{
    plan::XmlReading,
    resolve::{operation::Response, workflow::ResolvedTarget},
};

use super::{
    super::{
        body::{Family, family},
        projection::ReadingBuilder,
        success::success_responses,
        workflow::WorkflowBuilder,
    },
    Need,
    table::{Builder, Way},
};

impl WorkflowBuilder<'_, '_> {
    /// How the leaves of a step are found in XML; `None` if no response is declared to be some.
    pub(in super::super) fn xml_reading(
        &self,
        step: usize,
        reading: &ReadingBuilder,
        after_failure: bool,
    ) -> Option<XmlReading> {
        let target = self.resolved.steps.get(step)?.target.as_ref()?;
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
            false => success_responses(self.step_model(step)?, self.names(), operation),
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
        (!by_status.is_empty()).then_some(XmlReading {
            table: table.table,
            by_status,
        })
    }
}
