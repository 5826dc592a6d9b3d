// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, condition, condition::Operand,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs
    // … as in `authorization-parameter`: type Run; type Failure

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let result = run(call).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, ())
    }

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_lamp(call).await?;
        Ok(Outputs {})
    }

    async fn run_lamp<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("lamp");
        let request = step
            .request(Method::GET, &super::API, "/lamp")?
            .accept("application/json");
        let response = step.send(request).await?;
        let [colours] = response.select(["/colours"]);
        let body = step.body_for_criteria(&response)?;
        step.require(
            "$response.body == {\"name\":\"it's \\\"on\\\"\",\"colours\":[],\"watts\":5.0}",
            condition::equal(
                body.as_ref(),
                Operand::written(r#"{"name":"it's \"on\"","colours":[],"watts":5.0}"#),
            ),
        )?;
        step.require(
            "$response.body#/colours == []",
            condition::equal(colours.as_ref(), Operand::written("[]")),
        )?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
