//! The one file that knows the order: fetched, probed, laid out, loaded, painted, written.
//!
//! A design and a photo meet at the [`Scene`] and never part again: see [`Engine::render`], [`Engine::apply`] and
//! [`Engine::thumbnail`], which end in the same three steps.

mod apply;
mod canvas;
mod colors;
mod cut;
mod edits;
mod enlarged;
mod gather;
mod layers;
mod load;
mod look;
mod relay;
mod rows;
mod sheet;
mod threads;
mod thumbs;

use crate::art::Art;
use crate::ask::Ask;
use crate::assets::NoAssets;
use crate::cutout::Model;
use crate::decode;
use crate::design::Design;
use crate::dialect::{self, Dialect};
use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::geometry::Size;
use crate::layout;
use crate::limits::{Deadline, Limits};
use crate::memory::MemoryGate;
use crate::output::{Format, Output, ProfileRule};
use crate::picture::Picture;
use crate::profile::Profile;
use crate::report::{NoteKind, Report};
use crate::scene::Scene;
use crate::source::{Assets, Content, Source};
use crate::template::Template;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Assets, fonts and limits: all that work needs besides its input. Stateless between calls and cheap to clone.
#[derive(Clone)]
pub struct Engine {
    assets: Arc<dyn Assets>,
    fonts: Arc<Fonts>,
    limits: Limits,
    memory: Option<MemoryGate>,
    model: Option<Model>,
    threads: usize,
    pool: Arc<OnceLock<Option<rayon::ThreadPool>>>,
}

/// A finished file.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pixels.
    pub size: Size,
    /// Its format.
    pub format: Format,
    /// What was ignored, replaced or doubtful; of a photo that a template presents, how its subject was found:
    /// [`Report::cutout`].
    pub report: Report,
}

/// Something read from a document, and what the reader has to say about it.
#[derive(Debug, Clone)]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// What was ignored, replaced or doubtful.
    pub report: Report,
}

impl<T> Deref for Read<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Engine {
    /// Starts from: no assets, bundled fonts, default limits, one thread a core.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The limits that hold.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The faces that text is drawn with.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The same engine with other assets: for documents that lie in different folders.
    #[must_use]
    pub fn with_assets(&self, assets: impl Assets + 'static) -> Self {
        Self { assets: Arc::new(assets), ..self.clone() }
    }

    /// The same engine with another segmentation network, or none: see [`EngineBuilder::cutout_model`].
    #[must_use]
    pub fn with_cutout_model(&self, model: Option<Model>) -> Self {
        Self { model, ..self.clone() }
    }

    /// Reads a design document of any dialect: its content says which.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming the place; [`Fault::TooLarge`](crate::Fault::TooLarge).
    pub fn read_design(&self, json: impl AsRef<[u8]>) -> Result<Read<Design>> {
        self.read_design_as(json, None)
    }

    /// Reads a design document, in this dialect if one is given.
    ///
    /// # Errors
    /// As [`Engine::read_design`].
    pub fn read_design_as(&self, json: impl AsRef<[u8]>, dialect: Option<Dialect>) -> Result<Read<Design>> {
        let mut report = Report::new();
        let value = dialect::read(json.as_ref(), dialect, &self.limits, &mut report)?;
        Ok(Read { value, report })
    }

    /// Reads a template: the vendor's JSON, or the native JSON or TOML. The profiles that it names are fetched.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming field, value and what is allowed;
    /// [`Fault::Missing`](crate::Fault::Missing) for a profile that is not there.
    pub fn read_template(&self, text: impl AsRef<[u8]>) -> Result<Read<Template>> {
        let mut report = Report::new();
        let mut value = dialect::template::read(text.as_ref(), &self.limits, &mut report)?;
        self.fetch_profiles(&mut value)?;
        Ok(Read { value, report })
    }

    /// Fetches the profiles that a template names for its outputs, and the pictures of its overlays.
    ///
    /// # Errors
    /// [`Fault::Missing`](crate::Fault::Missing), and [`Fault::Input`](crate::Fault::Input) for what is no profile of
    /// RGB.
    pub fn fetch_profiles(&self, template: &mut Template) -> Result<()> {
        for (index, output) in template.outputs.iter_mut().enumerate() {
            let Some(source) = output.profile.take() else { continue };
            let fetched = self.assets.fetch(&source, self.limits.metadata_bytes).and_then(Profile::read);
            let placed = |error: Error| error.at(format!("outputs[{index}].profile"));
            output.encoding.profile = ProfileRule::Profile(fetched.map_err(placed)?);
            output.encoding.check().map_err(placed)?;
        }
        for (index, overlay) in template.edits.overlays.iter_mut().enumerate() {
            let fetched = self.assets.fetch(&overlay.picture, self.limits.input_bytes);
            overlay.picture = Source::bytes(fetched.map_err(|error| error.at(format!("overlays[{index}].picture")))?);
        }
        Ok(())
    }

    /// Reads the header of a picture.
    ///
    /// # Errors
    /// [`Fault::Missing`](crate::Fault::Missing), [`Fault::Input`](crate::Fault::Input),
    /// [`Fault::Unsupported`](crate::Fault::Unsupported), [`Fault::TooLarge`](crate::Fault::TooLarge).
    pub fn probe(&self, source: &Source) -> Result<Picture> {
        decode::probe(self.content(source)?, &self.limits)
    }

    /// What a source has, within the limits; an open file stays where it lies.
    fn content(&self, source: &Source) -> Result<Content> {
        match source {
            Source::File(file) => {
                self.limits.check_input_bytes(file.len())?;
                Ok(Content::File(file.clone()))
            }
            _ => self.assets.fetch(source, self.limits.input_bytes).map(Content::Bytes),
        }
    }

    /// Renders one side of a design at the size that is asked for.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault), with the layer's place.
    pub fn render(&self, design: &Design, ask: &Ask) -> Result<Rendered> {
        let deadline = self.limits.deadline();
        let (mut scene, mut report) = self.lay_out(design, ask, Report::new(), &deadline)?;
        let output = colors::of_design(&ask.output, &mut report);
        edits::note_of_design(&ask.edits, &mut report);
        let measure = layout::Measure { dpi: output.dpi, scale: 1.0 };
        self.overlay(&mut scene, &ask.edits, (None, measure), &mut report)?;
        self.finish(&scene, None, &output, report, &deadline)
    }

    /// The scene that [`Engine::render`] would paint: what lies where, for tests and for explaining. The report has the
    /// rules that placed and sized each layer, too: see [`Report::rules`].
    ///
    /// # Errors
    /// As [`Engine::render`].
    pub fn scene(&self, design: &Design, ask: &Ask) -> Result<Read<Scene>> {
        let (value, report) = self.lay_out(design, ask, Report::explaining(), &self.limits.deadline())?;
        Ok(Read { value, report })
    }

    /// The common end of all walks: load, paint, write. The scene's colours are those of `space` (`None`: sRGB).
    fn finish(
        &self,
        scene: &Scene,
        space: Option<&Profile>,
        output: &Output,
        mut report: Report,
        deadline: &Deadline,
    ) -> Result<Rendered> {
        output.check()?;
        for (option, why) in output.ignored() {
            report.note(NoteKind::Chosen, option, format!("ignored: {why}"));
        }
        let _permit = self.memory.as_ref().map(|memory| memory.admit(self.cost(scene, output)));
        let painting = canvas::Painting { scene, space, output, deadline };
        let (bytes, is_opaque) = match enlarged::file(self, painting, &mut report)? {
            Some(file) => file,
            None => canvas::file(self, painting, self.load_all(scene, space, deadline)?, &mut report)?,
        };
        if !output.format.has_alpha() && !is_opaque {
            let message = format!("{} has no transparency: what shows through is {}", output.format, output.matte);
            report.note(NoteKind::Chosen, "", message);
        }
        Ok(Rendered { bytes, size: scene.size, format: output.format, report })
    }

    /// The pixels and drawings that a scene's slots ask for, in their order: what [`paint::paint`](crate::paint::paint)
    /// takes.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn load(&self, scene: &Scene) -> Result<Vec<Art>> {
        self.load_all(scene, None, &self.limits.deadline())
    }

    fn load_all(&self, scene: &Scene, space: Option<&Profile>, deadline: &Deadline) -> Result<Vec<Art>> {
        let means = load::Means { engine: self, space, deadline };
        let named = |(index, error): (usize, Error)| match scene.place_of(index) {
            Some(place) if error.place().is_none() => error.at(place),
            _ => error,
        };
        let loaded = self.in_parallel(scene.slots.iter().collect(), |slot| load::slot(slot, means));
        loaded.into_iter().enumerate().map(|(index, art)| art.map_err(|error| named((index, error)))).collect()
    }

    /// Bytes that finishing a scene holds at its peak: the canvas, and the slot that needs most while it is loaded
    /// beside the ones that are.
    fn cost(&self, scene: &Scene, output: &Output) -> u64 {
        if let Some(cost) = enlarged::cost(scene, output, self.threads) {
            return cost;
        }
        let (loaded, loading) = load::cost(scene);
        loaded + loading + canvas::cost(scene, output, self.threads)
    }
}

/// Settings of an [`Engine`].
#[derive(Clone, Default)]
pub struct EngineBuilder {
    assets: Option<Arc<dyn Assets>>,
    fonts: Option<Fonts>,
    limits: Limits,
    memory: Option<u64>,
    model: Option<Model>,
    threads: Option<usize>,
}

impl EngineBuilder {
    /// Where documents' pictures come from. Default: nowhere, only data URIs and bytes.
    #[must_use]
    pub fn assets(mut self, assets: impl Assets + 'static) -> Self {
        self.assets = Some(Arc::new(assets));
        self
    }

    /// The faces for text. Default: [`Fonts::bundled`].
    #[must_use]
    pub fn fonts(mut self, fonts: Fonts) -> Self {
        self.fonts = Some(fonts);
        self
    }

    /// Default: [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Bytes of pixels that all calls on this engine and its clones may hold at once; more waits. Default: no bound.
    #[must_use]
    pub fn memory(mut self, bytes: u64) -> Self {
        self.memory = Some(bytes);
        self
    }

    /// What helps to tell a subject from its surroundings where a template says `cutout = "auto"`, and tells it alone
    /// where it says `model`. Read once and shared by all photos. Default: none.
    #[must_use]
    pub fn cutout_model(mut self, model: Model) -> Self {
        self.model = Some(model);
        self
    }

    /// Threads for the pictures of one call. Default: one a core. The bytes that come out do not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads.max(1));
        self
    }

    /// The engine. No files are read and no threads started until there is work.
    pub fn build(self) -> Engine {
        Engine {
            assets: self.assets.unwrap_or_else(|| Arc::new(NoAssets)),
            fonts: Arc::new(self.fonts.unwrap_or_else(Fonts::bundled)),
            limits: self.limits,
            memory: self.memory.map(MemoryGate::new),
            model: self.model,
            threads: self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)),
            pool: Arc::default(),
        }
    }
}
