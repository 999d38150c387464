//! A session: each message is answered before the next is read.

use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::Value;

use crate::modules::{self, Error};
use crate::protocol::{Answer, Envelope, Request, Response};

/// Answers each line of `messages` by a line, until there are no more.
pub fn serve(messages: impl BufRead, mut answers: impl Write) -> io::Result<()> {
    for message in messages.split(b'\n') {
        let message = message?;
        if message.trim_ascii().is_empty() {
            continue;
        }
        serde_json::to_writer(&mut answers, &answer(&message))?;
        answers.write_all(b"\n")?;
        answers.flush()?;
    }
    Ok(())
}

fn answer(message: &[u8]) -> Answer {
    let message: Value = match serde_json::from_slice(message) {
        Ok(message) => message,
        Err(error) => {
            let response = failed(format!("the message is not JSON: {error}"));
            return Answer { id: Value::Null, response };
        }
    };
    let id = match Envelope::deserialize(&message) {
        Ok(envelope) => envelope.id,
        Err(error) => {
            let response = failed(format!("the message has no id: {error}"));
            return Answer { id: Value::Null, response };
        }
    };
    let response = match Request::deserialize(message) {
        Ok(request) => respond(request),
        Err(error) => failed(format!("the message is malformed: {error}")),
    };
    Answer { id, response }
}

fn respond(request: Request) -> Response {
    match request {
        Request::Start => Response::Tool { tool: "chainrule" },
        Request::Define { module } => match modules::find(&module) {
            Ok(_) => Response::Defined { success: true },
            Err(error) => failed(error.to_string()),
        },
        Request::Evaluate { module, function, input } => {
            match evaluate(&module, &function, &input) {
                Ok(response) => response,
                Err(error) => failed(error.to_string()),
            }
        }
        Request::Analysis | Request::Unknown => Response::Noted {},
    }
}

fn evaluate(module: &str, function: &str, input: &Value) -> Result<Response, Error> {
    let timed = modules::evaluate(modules::find(module)?, function, input)?;
    Ok(Response::Evaluated { success: true, output: timed.output, timings: timed.timings })
}

fn failed(error: String) -> Response {
    Response::Failed { success: false, error }
}
