//! Explains one case: from a JSON file, from standard input, or from a short command line.

use std::error::Error;
use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use lawful::PolicyEngine;
use lawful::decision::{Case, Explanation, Style};
use lawful::policy::{Policy, PolicyStack};
use serde_json::{Map, Value, json};

const HELP: &str = "\
Explains one case: may it be done, why, under which duties, and what would make it lawful.

Usage: explain [--policy FILE] [--layer NAME-OR-FILE]... [--form FORM] [CASE.json | -]
       explain [OPTIONS] ACTION CATEGORY[,CATEGORY]... [NAME=VALUE]...

The first form reads a case in JSON; of JSON Lines, the first line. The second builds one:

  explain share contact.email recipient=partner:acme purpose=partner-promotion \\
      agreed=2025-01-01T00:00:00Z partnership.current=true

  recipient=ROLE[:ID]  actor=ROLE[:ID]  purpose=WORD  at=INSTANT  origin=WORD  service=NAME  reveals=CATEGORY
  necessary=BOOL  published=BOOL  protected=BOOL      what is known about the data
  agreed=INSTANT  used=INSTANT  age=YEARS             what is known about the person
  refused=INSTANT  consented=INSTANT                  a no, or a yes, to just this request
  CIRCUMSTANCE.FIELD=VALUE                            such as transaction.operator-decided=true
  Left out: actor operator, purpose service, at 2026-06-01T12:00:00Z, age 30.

  --form FORM             long (left out), short, line, markdown or json
  --policy FILE           the policy, TOML or JSON (left out: the built-in platform policy)
  --layer NAME-OR-FILE    a layer over it: `protective`, or a file; may be given several times, lowest first
  -h, --help              this text

Colour is used on a terminal, unless the environment has NO_COLOR. The exit status is 0 where it is permitted or not governed,
1 where it is denied or undetermined, 2 where there is no answer.";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("explain: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Options {
    policy: Option<PathBuf>,
    layers: Vec<PathBuf>,
    form: Form,
    rest: Vec<String>,
}

#[derive(Default, Clone, Copy)]
enum Form {
    #[default]
    Long,
    Short,
    Line,
    Markdown,
    Json,
}

/// Whether nothing stands in the way.
fn run() -> Result<bool, Box<dyn Error>> {
    let Some(options) = options()? else {
        println!("{HELP}");
        return Ok(true);
    };
    let engine = engine(&options)?;
    let mut mistakes = Vec::new();
    let text = match options.rest.as_slice() {
        [] => read_stdin()?,
        [path] if path == "-" => read_stdin()?,
        [path] => std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))?,
        [action, categories, settings @ ..] => built(action, categories, settings, &mut mistakes).to_string(),
    };
    let case = Case::from_json(&text, engine.vocabulary()).or_else(|error| match text.lines().next() {
        Some(first) if text.lines().nth(1).is_some() => Case::from_json(first, engine.vocabulary()).map_err(|_| error),
        _ => Err(error),
    });
    let case = match case {
        Ok(case) if mistakes.is_empty() => case,
        // Those of the command line, and those of the case that it makes.
        case => {
            mistakes.extend(case.err().map(|error| error.to_string()));
            return Err(mistakes.join("; ").into());
        }
    };
    engine.check(&case.request, &case.subject)?;
    let explanation = engine.explain(&case.request, &case.subject);
    println!("{}", shown(&explanation, &case, options.form)?);
    Ok(!matches!(explanation.decision().verdict().name(), "denied" | "undetermined"))
}

fn shown(explanation: &Explanation<'_>, case: &Case, form: Form) -> Result<String, serde_json::Error> {
    Ok(match form {
        Form::Long => explanation.coloured(style()),
        Form::Short => explanation.to_string(),
        Form::Line => explanation.line(),
        Form::Markdown => explanation.markdown(),
        Form::Json => match &case.id {
            Some(id) => serde_json::to_string(&explanation.answer().for_case(id))?,
            None => serde_json::to_string(&explanation.answer())?,
        },
    })
}

/// Colour on a terminal, unless it is not wanted: <https://no-color.org>.
fn style() -> Style {
    let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stdout().is_terminal() && !is_unwanted { Style::Coloured } else { Style::Plain }
}

/// `None` where only help was asked for.
fn options() -> Result<Option<Options>, Box<dyn Error>> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("policy") => options.policy = Some(arguments.value()?.into()),
            Long("layer") => options.layers.push(arguments.value()?.into()),
            Long("form") => options.form = form(&arguments.value()?.string()?)?,
            Short('h') | Long("help") => return Ok(None),
            Value(word) => options.rest.push(word.string()?),
            other => return Err(format!("{}; see --help", other.unexpected()).into()),
        }
    }
    Ok(Some(options))
}

fn form(name: &str) -> Result<Form, String> {
    match name {
        "long" => Ok(Form::Long),
        "short" => Ok(Form::Short),
        "line" => Ok(Form::Line),
        "markdown" => Ok(Form::Markdown),
        "json" => Ok(Form::Json),
        other => Err(format!("there is no form `{other}`: long, short, line, markdown or json")),
    }
}

fn engine(options: &Options) -> Result<PolicyEngine, Box<dyn Error>> {
    let base = match &options.policy {
        Some(path) => Policy::load(path)?,
        None => Policy::platform().clone(),
    };
    let mut stack = PolicyStack::new(base);
    for layer in &options.layers {
        let layer = stack.load_layer(layer)?;
        stack = stack.lay(layer)?;
    }
    Ok(PolicyEngine::layered(stack))
}

fn read_stdin() -> Result<String, Box<dyn Error>> {
    if std::io::stdin().is_terminal() {
        eprintln!("explain: reading a case in JSON from standard input, to its end; see --help");
    }
    let mut text = String::new();
    std::io::stdin().take(Case::LONGEST as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// The case that a short command line speaks of, as far as it is understood.
fn built(action: &str, categories: &str, settings: &[String], mistakes: &mut Vec<String>) -> Value {
    let mut request = json!({
        "at": "2026-06-01T12:00:00Z", "actor": { "role": "operator" }, "action": action, "purpose": "service",
        "items": [{ "categories": categories.split(',').collect::<Vec<_>>() }],
    });
    let mut subject = json!({ "id": "00000000-0000-4000-8000-000000000001", "age": 30 });
    let mut choices = Vec::new();
    for setting in settings {
        let Some((name, value)) = setting.split_once('=') else {
            mistakes.push(format!("expected NAME=VALUE, found `{setting}`"));
            continue;
        };
        match name {
            "recipient" | "actor" => request[name] = party(value),
            "purpose" | "at" | "function" | "claims" => request[name] = value.into(),
            "origin" | "service" => request["items"][0][name] = value.into(),
            "reveals" => request["items"][0][name] = value.split(',').collect::<Vec<_>>().into(),
            "necessary" | "published" | "protected" => request["items"][0][name] = plain(value),
            "agreed" => subject["agreements"] = json!([{ "at": value }]),
            "used" => subject["uses"] = json!([value]),
            "age" | "born" => {
                subject.as_object_mut().map(|person| person.remove("age"));
                subject[name] = plain(value);
            }
            "refused" | "consented" => choices.push((name == "consented", value)),
            _ => match name.split_once('.') {
                Some((circumstance, field)) => request["circumstances"][circumstance][field] = plain(value),
                None => mistakes.push(format!("nothing is called `{name}` here; see --help")),
            },
        }
    }
    let scope = scope(&request);
    let choices = choices.iter().enumerate().map(|(number, (yes, at))| {
        let id = format!("00000000-0000-4000-8000-0000000001{number:02}");
        match yes {
            true => json!({ "grant": { "id": id, "scope": scope, "given-at": at } }),
            false => json!({ "refuse": { "id": id, "scope": scope, "at": at, "means": "objection" } }),
        }
    });
    subject["choices"] = choices.collect();
    json!({ "request": request, "subject": subject })
}

/// Just what the request asks for.
fn scope(request: &Value) -> Value {
    let mut scope = Map::new();
    scope.insert("categories".into(), request["items"][0]["categories"].clone());
    scope.insert("actions".into(), json!([request["action"]]));
    scope.insert("purposes".into(), json!([request["purpose"]]));
    if let Some(role) = request["recipient"]["role"].as_str() {
        let recipient = request["recipient"]["id"].as_str().map_or_else(|| role.to_owned(), |id| format!("{role}:{id}"));
        scope.insert("recipients".into(), json!([recipient]));
    }
    scope.into()
}

fn party(text: &str) -> Value {
    match text.split_once(':') {
        Some((role, id)) => json!({ "role": role, "id": id }),
        None => json!({ "role": text }),
    }
}

/// A number, true or false, a list or a table where it is one in JSON; else text.
fn plain(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
