// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `null`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn null<T: Transport>(
    client: &Client<T>,
    inputs: null::Inputs,
) -> Result<null::Run, null::Failure> {
    null::start(&client.0.call("null").version("0000000000000000"), inputs).await
}

/// Types of [`null`](fn@null).
pub mod null {
    use ::arazzo_runtime::{
        Call, Method, Nullable, StepError, Termination, Transport, json::Nth,
    };

    /// Inputs of [`null`](fn@super::null).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {}
    ::arazzo_runtime::record!(Inputs {});

    /// Outputs of [`null`](fn@super::null).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.count.outputs.count`.
        pub count: Option<i64>,
        /// `$steps.rows.outputs.first`, if there is one.
        pub row: Nullable<Vec<String>>,
    }
    ::arazzo_runtime::record!(Outputs { count, row = optional });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `count`.
        pub count: Count,
        /// Outputs of step `rows`.
        pub rows: Rows,
        /// Outputs of step `cell`.
        pub cell: Cell,
    }
    ::arazzo_runtime::record!(Steps { count, rows, cell });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `count`, if it ran.
        pub count: Option<Count>,
        /// Outputs of step `rows`, if it ran.
        pub rows: Option<Rows>,
        /// Outputs of step `cell`, if it ran.
        pub cell: Option<Cell>,
    }
    ::arazzo_runtime::record!(
        write PartialSteps { count = optional, rows = optional, cell = optional }
    );

    /// Outputs of step `count`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Count {
        /// `$response.body`.
        pub count: Option<i64>,
    }
    ::arazzo_runtime::record!(Count { count });

    /// Outputs of step `rows`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Rows {
        /// `$response.body#/0`.
        pub first: Nullable<Vec<String>>,
        /// `$response.body#/0`.
        pub again: Nullable<Vec<String>>,
    }
    ::arazzo_runtime::record!(Rows { first = optional, again = optional });

    /// Outputs of step `cell`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Cell {
        /// `$response.body#/0/1`.
        pub cell: Option<String>,
    }
    ::arazzo_runtime::record!(Cell { cell = optional });

    // … as in `schema-scalars`: type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let count = done.count.insert(run_count(call).await?);
        let rows = done.rows.insert(run_rows(call).await?);
        done.cell = Some(run_cell(call).await?);
        Ok(Outputs {
            count: count.count,
            row: rows.first.clone(),
        })
    }

    async fn run_count<T: Transport>(call: &Call<'_, T>) -> Result<Count, StepError> {
        let mut step = call.step("count");
        let request = step
            .request(Method::GET, &super::API, "/count")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Option<i64> = step.decode_whole(&response)?;
        Ok(Count { count: body })
    }

    async fn run_rows<T: Transport>(call: &Call<'_, T>) -> Result<Rows, StepError> {
        let mut step = call.step("rows");
        let request = step
            .request(Method::GET, &super::API, "/rows")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Nth<0, Option<Vec<String>>> = step.decode(&response)?;
        Ok(Rows {
            first: Nullable::from_nested(body.0.clone()),
            again: Nullable::from_nested(body.0),
        })
    }

    async fn run_cell<T: Transport>(call: &Call<'_, T>) -> Result<Cell, StepError> {
        let mut step = call.step("cell");
        let request = step
            .request(Method::GET, &super::API, "/rows")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Cell {
            cell: step.read(&response, "/0/1", "cell")?,
        })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { count, rows, cell });
}

// … as in `schema-scalars`: static API; static APIS
