//! yifa (依法): checks 法治政府建设年度报告 by rules.
//!
//! The flow: file → [`reader`] → reading text with source map ([`text`]) → [`document`] →
//! [`facts`] → [`relations`] → rules ([`pack`], [`engine`]) → findings ([`finding`], [`check`]) → renderers
//! ([`render`]). The core takes bytes and gives bytes: no file, clock, terminal or environment.
#![warn(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod check;
pub mod config;
pub mod data;
pub mod document;
pub mod engine;
pub mod facts;
pub mod finding;
pub mod matrix;
mod ooxml;
pub mod pack;
pub mod reader;
pub mod relations;
pub mod render;
pub mod text;
