//! A stand-in for the API of `specs/tasks.openapi.yaml`, to try the workflow against: `cargo run --example server`.

use std::{
    collections::HashMap,
    error::Error,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
};

use serde_json::{Value, json};

/// A task, and how often somebody has looked at it.
type Tasks = HashMap<String, (Value, u32)>;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:8080"))?;
    println!("listening on http://{}", listener.local_addr()?);
    let mut tasks = Tasks::new();
    for stream in listener.incoming() {
        let mut stream = stream?;
        let mut reader = BufReader::new(&stream);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            match header.trim().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse()?;
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let (status, answer) = answer(request.trim(), &body, &mut tasks);
        println!("{} -> {status}", request.trim());
        let answer = answer.to_string();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
            answer.len(),
        )?;
    }
    Ok(())
}

fn answer(request: &str, body: &[u8], tasks: &mut Tasks) -> (&'static str, Value) {
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if (method, path) == ("POST", "/tasks") {
        let Ok(asked) = serde_json::from_slice::<Value>(body) else {
            return ("400 Bad Request", json!({"error": "the body is not JSON"}));
        };
        let id = format!("task-{}", tasks.len() + 1);
        let task = json!({"id": id, "title": asked["title"], "state": "open"});
        tasks.insert(id, (task.clone(), 0));
        return ("201 Created", task);
    }
    let known = path.strip_prefix("/tasks/").and_then(|id| tasks.get_mut(id));
    let Some((task, looks)) = known.filter(|_| method == "GET") else {
        return ("404 Not Found", json!({"error": "there is no such task"}));
    };
    // Everything is done when it is looked at for the third time.
    *looks += 1;
    if *looks == 3 {
        task["state"] = json!("done");
        task["result"] = json!(format!("{} is done", task["title"]));
    }
    ("200 OK", task.clone())
}
