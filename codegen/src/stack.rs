//! Room for what recurses over documents, whatever thread the generator is called on.
//!
//! Documents nest up to [`DEPTH`](crate::load::DEPTH) levels and schemas refer to each other beyond that, so that readers,
//! checks and emission recurse. How deep is limited everywhere; how much stack that takes is not for the caller to know: a
//! test runs on 2 MB, a build script on 8. Everything runs on a thread of its own, with far more room than the chains of the
//! tests take in a debug build on the 2 MB of a test's thread.

use std::{panic::resume_unwind, thread};

/// Address space, which becomes memory where it is used: the first of these that can be had. The longest chains that the
/// limits of documents allow have 5,000 links (`resolve/workflow/size.rs`): 200 KiB for each.
const ROOMS: [usize; 2] = match cfg!(target_pointer_width = "64") {
    true => [1 << 30, 256 << 20],
    false => [256 << 20, 64 << 20],
};

/// Runs `work` with room for deep recursion. Where no thread can be had, on the stack that is there.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let mut work = Some(work);
    let mut done = None;
    for room in ROOMS {
        let joined = thread::scope(|scope| {
            let (work, done) = (&mut work, &mut done);
            let run = move || *done = work.take().map(|work| work());
            let thread = thread::Builder::new().stack_size(room);
            let thread = thread.spawn_scoped(scope, run).ok()?;
            Some(thread.join())
        });
        match joined {
            Some(Ok(())) => break,
            Some(Err(panic)) => resume_unwind(panic),
            None => {}
        }
    }
    // What no thread took is still there.
    let done = done.or_else(|| work.map(|work| work()));
    done.unwrap_or_else(|| resume_unwind(Box::new("the thread of the generator ended early")))
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn deep(levels: usize) -> usize {
        let frame = std::hint::black_box([levels; 128]);
        match levels {
            0 => 0,
            _ => deep(levels - 1) + usize::from(frame[7] == levels),
        }
    }

    #[test]
    fn there_is_room_beyond_the_stack_of_a_test() {
        // 1 KiB a level, on the 2 MiB that tests run on.
        assert_eq!(with_room(|| deep(50_000)), 50_000);
    }

    #[test]
    fn a_panic_stays_one() {
        let panicked = catch_unwind(AssertUnwindSafe(|| with_room(|| panic!("boom"))));
        let panic = panicked.err().unwrap();
        assert_eq!(panic.downcast_ref(), Some(&"boom"));
    }
}
