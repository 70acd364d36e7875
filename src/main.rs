//! The program `yifa`: arguments, files and terminal around the core.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
