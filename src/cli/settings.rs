//! `yifa.toml`: which one belongs to a report, and the checker it makes.

use crate::cli::args::ChoiceArgs;
use crate::cli::exit::Stop;
use crate::cli::files::Entry;
use crate::cli::files::What;
use crate::cli::files::io_message;
use crate::cli::select::Selection;
use crate::cli::terminal::Told;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::config::Day;
use yifa::config::FailOn;
use yifa::document::BodyKind;
use yifa::finding::Fault;
use yifa::finding::Profile;
use yifa::finding::Severity;
use yifa::pack::Library;
use yifa::text::Span;

/// The name of the configuration.
const NAME: &str = "yifa.toml";

/// A `yifa.toml` is a page of text.
const MAX_BYTES: u64 = 1 << 20;

/// One way to check: the rules and levels that one configuration asks for.
pub(crate) struct Setup {
    pub(crate) checker: Checker,
    pub(crate) fail_on: FailOn,
    /// What the user says of the reports, against what their text says.
    pub(crate) told: Told,
}

/// A setup, or why there is none: the file, and its mistakes.
pub(crate) type Ready = Result<Setup, (String, Vec<Fault>)>;

/// The setups of one run: each distinct configuration is read and compiled once.
pub(crate) struct Settings<'a> {
    args: &'a ChoiceArgs,
    /// For whom is checked where nobody says it.
    usual: Option<Profile>,
    selection: Selection,
    library: Arc<Library>,
    /// The setup of a folder, once looked up.
    by_folder: BTreeMap<PathBuf, usize>,
    /// The setup of a configuration's text; the empty text is “none”.
    by_text: BTreeMap<String, usize>,
    setups: Vec<Ready>,
    home: Option<PathBuf>,
}

impl<'a> Settings<'a> {
    /// Prepares; a configuration named on the command line must be right at once.
    /// `usual` is for whom is checked where neither the command line nor a configuration says it.
    pub(crate) fn new(
        args: &'a ChoiceArgs,
        library: Arc<Library>,
        usual: Option<Profile>,
    ) -> Result<Self, Stop> {
        let selection = Selection::new(&args.select, &args.ignore, &library)?;
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
        let mut settings = Self {
            args,
            usual,
            selection,
            library,
            by_folder: BTreeMap::new(),
            by_text: BTreeMap::new(),
            setups: Vec::new(),
            home: home.and_then(|home| fs::canonicalize(home).ok()),
        };
        if let Some(file) = &args.config.config {
            let text = read(file)
                .map_err(|why| Stop::new(format!("无法读取配置文件 {}：{why}", file.display())))?;
            let index = settings.setup_of(&file.to_string_lossy(), text);
            if let Some(Err((_, faults))) = settings.setups.get(index) {
                return Err(Stop::Faults(faults.clone()));
            }
        } else if args.config.no_config {
            settings.setup_of("", String::new());
        }
        Ok(settings)
    }

    /// Returns the index of the setup for a report.
    pub(crate) fn index(&mut self, entry: &Entry) -> usize {
        if self.args.config.config.is_some() || self.args.config.no_config {
            return 0;
        }
        let folder = match &entry.what {
            What::File(path) => match path.parent() {
                Some(parent) if parent != Path::new("") => parent.to_path_buf(),
                _ => PathBuf::from("."),
            },
            What::Stdin => PathBuf::from("."),
            What::Refused(_) => return 0,
        };
        if let Some(index) = self.by_folder.get(&folder) {
            return *index;
        }
        let index = match self.find(&folder) {
            None => self.setup_of("", String::new()),
            Some(file) => {
                let shown = shown(&folder, &file);
                match read(&file) {
                    Ok(text) => self.setup_of(&shown, text),
                    Err(why) => {
                        let fault = Fault::new(&shown, "", format!("无法读取：{why}"));
                        self.setups.push(Err((shown, vec![fault])));
                        self.setups.len() - 1
                    }
                }
            }
        };
        self.by_folder.insert(folder, index);
        index
    }

    /// Returns the setups made so far.
    pub(crate) fn setups(&self) -> &[Ready] {
        &self.setups
    }

    /// Looks for the closest configuration from `folder` upwards: not past a repository's root
    /// nor past the home folder, so that two machines agree.
    fn find(&self, folder: &Path) -> Option<PathBuf> {
        let start = fs::canonicalize(folder).ok()?;
        for folder in start.ancestors() {
            let file = folder.join(NAME);
            if file.is_file() {
                return Some(file);
            }
            if folder.join(".git").exists() || self.home.as_deref() == Some(folder) {
                return None;
            }
        }
        None
    }

    fn setup_of(&mut self, file: &str, text: String) -> usize {
        // A file of exceptions is looked for beside the configuration that names it.
        let key = match text.contains("exceptions") {
            true => format!("{text}\0{file}"),
            false => text.clone(),
        };
        if let Some(index) = self.by_text.get(&key) {
            return *index;
        }
        self.setups.push(self.make(file, &text));
        let index = self.setups.len() - 1;
        self.by_text.insert(key, index);
        index
    }

    fn make(&self, file: &str, text: &str) -> Ready {
        let refuse = |faults| (file.to_owned(), faults);
        let mut config = Config::parse(file, text).map_err(|fault| refuse(vec![fault]))?;
        if let Some(kind) = self.args.kind {
            config.kind = Some((kind.name().to_owned(), Span::default()));
        }
        if let Some((name, span)) = config.exceptions_file.clone() {
            add_exceptions(&mut config, file, &name, span).map_err(|fault| refuse(vec![fault]))?;
        }
        config.today = self.args.today.or_else(today);
        config.year = self.args.year.or(config.year);
        config.profile = self.args.profile.or(config.profile).or(self.usual);
        self.selection.apply(&mut config);
        let default = FailOn::At(Severity::Error);
        let fail_on = self.args.fail_on.map(FailOn::from);
        let fail_on = fail_on.or(config.fail_on).unwrap_or(default);
        let told = Told {
            kind: config.kind.as_ref().and_then(|(name, _)| kind_named(name)),
            year: config.year,
        };
        let checker = Checker::new(Arc::clone(&self.library), &config).map_err(refuse)?;
        Ok(Setup {
            checker,
            fail_on,
            told,
        })
    }
}

/// Reads the file of exceptions that a configuration names; its path starts at the configuration.
fn add_exceptions(config: &mut Config, file: &str, name: &str, span: Span) -> Result<(), Fault> {
    let path = Path::new(file).with_file_name(name);
    let shown = path.to_string_lossy().into_owned();
    match read(&path) {
        Ok(text) => config.add_exceptions(&shown, &text),
        Err(why) => {
            let fault = Fault::new(
                file,
                config.text.as_str(),
                format!("豁免文件 {shown}：{why}"),
            );
            Err(fault.at(span))
        }
    }
}

/// The day by the system's clock, in universal time: the same everywhere.
fn today() -> Option<Day> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Day::since_1970(since.as_secs() / 86_400))
}

fn kind_named(name: &str) -> Option<BodyKind> {
    BodyKind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The configuration's path as the user would write it, where it stands at or below `folder`.
fn shown(folder: &Path, file: &Path) -> String {
    let direct = folder.join(NAME);
    let same = fs::canonicalize(&direct).is_ok_and(|found| found == file);
    let shown = if same { direct.as_path() } else { file };
    let shown = shown.strip_prefix(".").unwrap_or(shown);
    shown.to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<String, String> {
    let found = fs::metadata(file).map_err(|error| io_message(&error))?;
    if !found.is_file() {
        return Err("不是普通文件".to_owned());
    }
    let mut text = String::new();
    File::open(file)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text))
        .map_err(|error| io_message(&error))?;
    if text.len() as u64 > MAX_BYTES {
        return Err("超过 1 MB".to_owned());
    }
    Ok(text)
}
