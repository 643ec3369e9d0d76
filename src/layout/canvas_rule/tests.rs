use super::*;
use crate::Fault;
