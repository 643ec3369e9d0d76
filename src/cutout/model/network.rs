//! The library that runs networks: an ONNX file becomes a network, a photo a mask.
//!
//! The library limits neither time nor memory, which is why the user names the file and the size of its input is
//! bounded. Each look has one thread of its own, while its caller waits: with more, the library adds up numbers in
//! another order, and the last bits of a matte would depend on the machine.

use super::mask::Mask;
use super::numbers;
use super::parameters::{LONGEST_SIDE, Parameters};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::raster::Raster;
use rten::{DataType, Dimension, Model, ModelOptions, RunOptions, ThreadPool, Value, ValueType};
use std::sync::Arc;

/// What a network must be, for messages.
const WANTED: &str = "use a network for salient objects or mattes as ONNX, such as u2net or u2netp: one input of floats \
                      [1, 3, height, width], an output of floats [1, 1, height, width]";

/// A network, and how large a photo it takes.
pub(super) struct Network {
    model: Model,
    size: Size,
    parameters: Parameters,
}

impl Network {
    pub(super) fn read(bytes: Vec<u8>, parameters: Parameters) -> Result<Self> {
        parameters.check()?;
        let model = ModelOptions::with_all_ops()
            .load(bytes)
            .map_err(|cause| refused(format!("this is no ONNX file that can be run: {cause}")))?;
        let size = input_size(&model, parameters.input_side as usize)?;
        let outputs = model.output_ids().len();
        if parameters.output >= outputs {
            return Err(refused(format!(
                "there is no output {}: the network has {outputs}, from 0",
                parameters.output
            )));
        }
        Ok(Self { model, size, parameters })
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    pub(super) fn look(&self, photo: &Raster) -> Result<Mask> {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let given = Value::from_shape([1, 3, height, width], numbers::given(photo, &self.parameters))
            .map_err(|cause| Error::internal("a photo of another size than the network's").caused_by(cause))?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::new(ThreadPool::with_num_threads(1))));
        let (inputs, outputs) = (self.model.input_ids(), self.model.output_ids());
        let (Some(input), Some(output)) = (inputs.first(), outputs.get(self.parameters.output)) else {
            return Err(Error::internal("a network without an input or an output"));
        };
        let found = self
            .model
            .run(vec![(*input, given.into())], &[*output], Some(options))
            .map_err(|cause| refused(format!("the network cannot be run: {cause}")))?;
        let found = found.into_iter().next().ok_or_else(|| refused("the network gives nothing".to_owned()))?;
        let (size, values) = matte(found)?;
        Mask::new(size, numbers::shares(values, self.parameters.sigmoid))
            .ok_or_else(|| refused("the network's output is empty".to_owned()))
    }
}

/// What the one input's shape says.
fn input_size(model: &Model, open: usize) -> Result<Size> {
    let [input] = model.input_ids() else {
        return Err(refused(format!("the network has {} inputs, not one", model.input_ids().len())));
    };
    let is_float = model.node_info(*input).and_then(|info| info.dtype()).is_none_or(|found| found == FLOATS);
    let shape = model.input_shape(0).unwrap_or_default();
    let (batch, channels, height, width) = match shape.as_slice() {
        [batch, channels, height, width] if is_float => (batch, channels, height, width),
        _ => return Err(refused(format!("the network's input is {}", shown(&shape)))),
    };
    let is = |dimension: &Dimension, wanted: usize| match dimension {
        Dimension::Fixed(found) => *found == wanted,
        Dimension::Symbolic(_) => true,
    };
    let side = |dimension: &Dimension| match dimension {
        Dimension::Fixed(found) => *found,
        Dimension::Symbolic(_) => open,
    };
    let sides = [side(width), side(height)];
    if !is(batch, 1) || !is(channels, 3) || sides.iter().any(|side| !(1..=LONGEST_SIDE as usize).contains(side)) {
        return Err(refused(format!("the network's input is {}", shown(&shape))));
    }
    Ok(Size::new(sides[0] as u32, sides[1] as u32))
}

const FLOATS: ValueType = ValueType::Tensor(DataType::Float);

/// The numbers of an output, one a cell.
fn matte(found: Value) -> Result<(Size, Vec<f32>)> {
    let shape_and_values = match found.clone().into_shape_vec::<f32, 4>() {
        Ok(([1, 1, height, width], values)) => Some((height, width, values)),
        Ok(_) => None,
        Err(_) => match found.into_shape_vec::<f32, 3>() {
            Ok(([1, height, width], values)) => Some((height, width, values)),
            _ => None,
        },
    };
    let (height, width, values) =
        shape_and_values.ok_or_else(|| refused("the network's output is no mask".to_owned()))?;
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height)) if width > 0 && height > 0 => Ok((Size::new(width, height), values)),
        _ => Err(refused("the network's output is empty".to_owned())),
    }
}

fn shown(shape: &[Dimension]) -> String {
    let sides: Vec<String> = shape
        .iter()
        .map(|dimension| match dimension {
            Dimension::Fixed(found) => found.to_string(),
            Dimension::Symbolic(name) => name.clone(),
        })
        .collect();
    format!("[{}]", sides.join(", "))
}

fn refused(what: String) -> Error {
    Error::input(what).with_help(WANTED)
}
