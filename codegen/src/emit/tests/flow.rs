//! Retries, jumps, calls of other workflows.

use super::build::*;
use crate::plan::*;

fn get(path: &str) -> StepCall {
    operation(call("GET", path))
}

/// Text of a module with one workflow of these steps.
fn text(steps: Vec<Step>) -> String {
    let mut workflow = workflow("w", "w");
    workflow.steps = steps;
    super::squeezed(&super::emitted(&plan("flow", vec![workflow])))
}

#[track_caller]
fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n\n{text}");
    }
}

#[test]
fn a_retry_is_a_loop_around_attempts() {
    let mut a = step("a", "a", "A", get("/a"));
    a.on_failure = vec![
        retry("again", 3, 500, None, vec![status(503)]),
        action("stop", ActionKind::End, vec![]),
    ];
    let text = text(vec![a]);
    assert_contains(
        &text,
        &[
            "let mut again = Retry::new(\"again\", 3, Duration::from_millis(500)); loop {",
            "if failure.status() == Some(503) && step.may_retry(&mut again, &mut failure) { step.wait(&again, &failure).await?; continue; }",
            "return Err(failure.ended_by(\"stop\"));",
            "async fn attempt_a<T: Transport>(step: &mut Step<'_, T>)",
        ],
    );
}

/// Nothing stands behind it that could not be reached.
#[test]
fn an_answer_that_is_never_final_ends_the_attempt() {
    let mut a = step("a", "a", "A", get("/a"));
    let poll = |name: &str, criteria| Poll {
        name: name.into(),
        criteria,
        unless: vec![],
    };
    a.polls = vec![poll("first", vec![status(202)]), poll("again", vec![])];
    a.on_failure = vec![retry("again", 3, 500, None, vec![])];
    let text = text(vec![a]);
    assert_contains(
        &text,
        &[
            "if response.status() == 202 { return Err(step.not_final(\"first\")); } Err(step.not_final(\"again\")) }",
        ],
    );
}

#[test]
fn a_counter_gives_way_to_the_helper_of_its_name() {
    let mut a = step("a", "a", "A", get("/a"));
    a.on_failure = vec![retry("login", 1, 0, Some(Helper::Step(1)), vec![])];
    let text = text(vec![a, step("login", "login", "Login", get("/login"))]);
    assert_contains(
        &text,
        &[
            "let mut login_retry = Retry::new(",
            "let _ = run_login(call).await; step.wait(&login_retry",
        ],
    );
}

#[test]
fn a_step_that_leads_to_itself_stands_in_a_loop() {
    let mut poll = step("poll", "poll", "Poll", {
        let mut call = call("GET", "/poll");
        call.reading = selected(&["/state"]);
        operation(call)
    });
    let state = Operand::Read(leaf(0, "$response.body#/state"));
    let pending = Test::Compare(
        state,
        crate::expression::Comparison::Equal,
        Operand::Text("pending".into()),
    );
    let pending = Criterion {
        test: pending,
        text: "$response.body#/state == 'pending'".into(),
    };
    poll.on_success = vec![action(
        "wait",
        ActionKind::Goto {
            step: 0,
            paced: true,
        },
        vec![pending],
    )];
    let text = text(vec![poll, step("end", "end", "End", get("/end"))]);
    assert_contains(
        &text,
        &[
            "while let AfterPoll::Poll = run_poll(call).await? {} run_end(call).await?; Ok(Outputs {})",
            "enum AfterPoll { Poll, End, }",
            "let [state] = step.select(&response, [\"/state\"])?;",
            "if condition::equal(state.as_ref(), \"pending\") { step.action(\"wait\"); step.pace(&response).await?; return Ok(AfterPoll::Poll); }",
            "Ok(AfterPoll::End)",
        ],
    );
}

fn goto(name: &str, step: usize, criteria: Vec<Criterion>) -> Action {
    action(name, ActionKind::Goto { step, paced: false }, criteria)
}

fn steps(ids: &[&str]) -> Vec<Step> {
    let step = |id: &&str| step(id, id, &id.to_uppercase(), get(&format!("/{id}")));
    ids.iter().map(step).collect()
}

#[test]
fn a_way_back_is_a_loop_over_a_match() {
    let mut steps = steps(&["a", "end"]);
    steps[1].type_ident = "End".into();
    steps[1].on_success = vec![goto("again", 0, vec![status(202)])];
    assert_contains(
        &text(steps),
        &[
            "enum At { A, End, Ended(Termination), }",
            "At::A => run_a(call).await?,",
            "return Ok(At::A); }",
            "Ok(At::Ended(Termination::Completed))",
        ],
    );
}

#[test]
fn a_step_that_one_jump_leads_over_stands_in_an_if() {
    let mut steps = steps(&["a", "b", "c"]);
    steps[0].on_success = vec![goto("skip", 2, vec![status(202)])];
    assert_contains(
        &text(steps),
        &["if let AfterA::B = run_a(call).await? { run_b(call).await?; } run_c(call).await?;"],
    );
}

#[test]
fn several_jumps_to_one_step_leave_a_block() {
    let mut steps = steps(&["a", "b", "c", "type"]);
    steps[3].type_ident = "Type".into();
    steps[0].on_failure = vec![goto("clean", 3, vec![])];
    steps[1].on_failure = vec![goto("clean", 3, vec![])];
    steps[2].on_success = vec![action("done", ActionKind::End, vec![])];
    assert_contains(
        &text(steps),
        &[
            "'to_type: { if let AfterA::Type = run_a(call).await? { break 'to_type; } \
             if let AfterB::Type = run_b(call).await? { break 'to_type; } \
             return run_c(call).await; } run_type(call).await?; Ok(Termination::Completed)",
        ],
    );
}

#[test]
fn steps_that_nothing_leads_to_have_no_code() {
    let mut a = step("a", "a", "A", get("/a"));
    a.on_success = vec![action(
        "skip",
        ActionKind::Goto {
            step: 2,
            paced: false,
        },
        vec![],
    )];
    let steps = vec![
        a,
        step("b", "b", "B", get("/b")),
        step("c", "c", "C", get("/c")),
    ];
    let text = text(steps);
    assert!(
        !text.contains("\"/b\"") && !text.contains("run_b"),
        "{text}"
    );
    assert_contains(
        &text,
        &["run_a(call).await?; run_c(call).await?; Ok(Outputs {})"],
    );
}

#[test]
fn a_called_workflow_gets_inputs_and_gives_outputs() {
    let mut inner = workflow("inner", "inner");
    inner.inputs = vec![
        input("n", "n", string(), false),
        input("m", "m", string(), true),
    ];
    inner.steps = vec![step("s", "s", "S", get("/s"))];
    let target = WorkflowRef {
        document: 0,
        workflow: 1,
    };
    let mut outer = workflow("outer", "outer");
    outer.inputs = vec![input("x", "x", string(), true)];
    let argument = Argument {
        field: 0,
        value: Value::Read(from_input(&outer.inputs, 0)),
        same_type: true,
    };
    let called = WorkflowCall {
        workflow: target,
        inputs: vec![argument],
        slot: None,
        prerequisites: vec![],
        future: CallFuture::Inside,
    };
    let mut call = step("call", "call", "Call", StepCall::Workflow(called));
    let given = read(
        Origin::JustCalled {
            workflow: target,
            side: Side::Input(0),
        },
        string(),
        false,
        "$workflows.inner.inputs.n",
    );
    call.outputs = vec![output(
        "n",
        "n",
        string(),
        false,
        Value::Read(given),
        "$workflows.inner.inputs.n",
    )];
    outer.steps = vec![call];
    let text = super::squeezed(&super::emitted(&plan("calls", vec![outer, inner])));
    assert_contains(
        &text,
        &[
            "async fn run_call<T: Transport>( call: &::arazzo_runtime::Call<'_, T>,",
            "super::inner::start( &step.call(\"inner\"), super::inner::Inputs { n: step.given(inputs.x.clone(), \"n\")?, m: None, }, )",
            ".map_err(|inner| step.nested(inner))?;",
            "Ok(Call { n: run.inputs.n.clone() })",
        ],
    );
}
