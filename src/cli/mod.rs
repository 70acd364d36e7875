//! Everything that touches the machine or the person.

mod annotate;
mod args;
mod baseline;
mod chain;
mod check;
mod compare;
mod converter;
mod costs;
mod exceptions;
mod excerpt;
mod exit;
mod explain;
mod faults;
mod figures;
mod files;
mod guard;
mod inspect;
mod layers;
mod links;
mod list;
mod matrix;
mod mutate;
mod new;
mod order;
mod output;
mod packs;
mod paint;
mod printer;
mod progress;
mod reading;
mod same;
mod select;
mod settings;
mod sheet;
mod sheets;
mod shell;
mod snippet;
mod terminal;
mod test;
mod usage;
mod watch;

use clap::Parser;
use exit::Exit;
use exit::Stop;
use paint::Paint;
use std::io;
use std::io::Write;
use std::process::ExitCode;

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    guard::install();
    let exit = guard::catch(parse_and_dispatch).unwrap_or_else(|program_error| {
        say(&program_error);
        Exit::Unchecked
    });
    exit.into()
}

fn parse_and_dispatch() -> Exit {
    match args::Cli::try_parse() {
        Ok(cli) => {
            let paint = Paint::stderr(cli.color);
            dispatch(cli).unwrap_or_else(|stop| report_stop(&stop, paint))
        }
        Err(error) if !error.use_stderr() => {
            let help = usage::help(&error);
            let _ = writeln!(io::stdout(), "{}", help.trim_end());
            Exit::Clean
        }
        Err(error) => {
            say(&format!("错误：{}", usage::message(&error)));
            Exit::Unchecked
        }
    }
}

fn dispatch(cli: args::Cli) -> Result<Exit, Stop> {
    let color = cli.color;
    match cli.command {
        args::Command::Check(args) if args.watch => watch::run(&args),
        args::Command::Check(args) => check::run(&args, color),
        args::Command::Compare(args) => check::run(&args.into(), color),
        args::Command::Annotate(args) => annotate::run(&args, color),
        args::Command::Baseline(args) => baseline::run(&args, color),
        args::Command::Inspect(args) => inspect::run(&args, color),
        args::Command::List(args) => list::run(&args, color),
        args::Command::Explain(args) => explain::run(&args, color),
        args::Command::Test(args) => test::run(&args, color),
        args::Command::New(args) => match &args.what {
            new::NewWhat::Rule(args) => new::run(args),
        },
        args::Command::Completions(args) => shell::completions(&args),
        args::Command::Man(args) => shell::man(&args),
    }
}

/// Says on standard error why the command stopped.
fn report_stop(stop: &Stop, paint: Paint) -> Exit {
    match stop {
        Stop::Message(message) => say(&format!("错误：{message}")),
        Stop::Faults(faults) => {
            for fault in faults {
                let drawn = faults::draw(fault, "错误", paint);
                say(drawn.trim_end());
            }
        }
        Stop::Pipe => {}
    }
    Exit::Unchecked
}

/// Writes a line to standard error. When that fails, nobody is left to be told.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
