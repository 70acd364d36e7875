//! `yifa.toml`: which one belongs to a report, and the checker it makes.

use crate::cli::args::ChoiceArgs;
use crate::cli::exit::Stop;
use crate::cli::files::Entry;
use crate::cli::files::What;
use crate::cli::layers;
use crate::cli::select::Selection;
use crate::cli::terminal::Told;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;
use yifa::check::Checker;
use yifa::config::Day;
use yifa::config::FailOn;
use yifa::document::BodyKind;
use yifa::finding::Fault;
use yifa::finding::Profile;
use yifa::finding::Severity;
use yifa::pack::Library;
use yifa::text::Span;

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
        let mut settings = Self {
            args,
            usual,
            selection,
            library,
            by_folder: BTreeMap::new(),
            by_text: BTreeMap::new(),
            setups: Vec::new(),
            home: layers::home(),
        };
        if let Some(file) = &args.config.config {
            let text = layers::read(file)
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
        let index = match layers::find(&folder, self.home.as_deref()) {
            None => self.setup_of("", String::new()),
            Some(file) => {
                let shown = layers::shown(&folder, &file);
                match layers::read(&file) {
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

    fn setup_of(&mut self, file: &str, text: String) -> usize {
        // Other files are looked for beside the configuration that names them.
        let names_files = text.contains("exceptions") || text.contains("extend");
        let key = match names_files {
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
        let mut config = layers::load(file, text).map_err(|fault| refuse(vec![fault]))?;
        if let Some(kind) = self.args.kind {
            config.kind = Some((kind.name().to_owned(), Span::default()));
        }
        config.today = self.args.today.or_else(today);
        config.year = self.args.year.or(config.year);
        config.profile = self.args.profile.or(config.profile).or(self.usual);
        self.selection.apply(&mut config);
        let default = FailOn::At(Severity::Error);
        let fail_on = self.args.fail_on.map(FailOn::from);
        let fail_on = fail_on.or(config.said(|layer| layer.fail_on));
        let fail_on = fail_on.unwrap_or(default);
        let kind = config.said(|layer| layer.kind.as_ref());
        let told = Told {
            kind: kind.and_then(|(name, _)| kind_named(name)),
            year: config.said(|layer| layer.year),
        };
        let checker = Checker::new(Arc::clone(&self.library), &config).map_err(refuse)?;
        Ok(Setup {
            checker,
            fail_on,
            told,
        })
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
