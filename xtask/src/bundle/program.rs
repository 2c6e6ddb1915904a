//! The program as it is sent: what it imports has short names, and its functions stand in an [order](super::order) that
//! brotli likes.
//!
//! wasm-bindgen calls each of some 280 functions by its whole name and a hash, once in either half: 7 KB, as brotli sends
//! them, that no reader of the page has any use for.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, ImportSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionSectionReader, ImportSectionReader, Parser, Payload, SectionLimited, TypeRef,
};

use super::order::by_likeness;
use crate::project::Result;

/// Gives each function that a module imports from its glue a short name, in both, and puts its own functions in order.
pub fn pack(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut bodies = Vec::new();
    let mut imports = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(|error| error.to_string())? {
            Payload::ImportSection(section) => imports = section.into_imports().count(),
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = by_likeness(&bodies);
    let mut places: Vec<usize> = (0..imports + order.len()).collect();
    for (place, &function) in order.iter().enumerate() {
        places[imports + function] = imports + place;
    }
    let mut packer = Packer { glue: glue.to_owned(), order, places };
    let mut module = Module::new();
    packer.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| error.to_string())?;
    Ok((module.finish(), packer.glue))
}

struct Packer {
    glue: String,
    /// The module's own functions as they are sent.
    order: Vec<usize>,
    /// By function, those that are imported first: where it goes.
    places: Vec<usize>,
}

impl Packer {
    /// What a section says of each function, in the new order.
    fn ordered<'a, T: wasmparser::FromReader<'a> + Clone>(&self, section: SectionLimited<'a, T>) -> PackResult<Vec<T>> {
        let each: Vec<T> = section.into_iter().collect::<wasmparser::Result<_>>()?;
        Ok(self.order.iter().filter_map(|&function| each.get(function).cloned()).collect())
    }
}

type PackResult<T> = std::result::Result<T, Error<String>>;

impl Reencode for Packer {
    type Error = String;

    fn function_index(&mut self, function: u32) -> PackResult<u32> {
        let place =
            self.places.get(function as usize).ok_or_else(|| Error::UserError(format!("no function {function}")))?;
        Ok(*place as u32)
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> PackResult<()> {
        for (nth, import) in section.into_imports().enumerate() {
            let import = import?;
            let long = import.name;
            if !matches!(import.ty, TypeRef::Func(_)) {
                return Err(Error::UserError(format!("{long}, which the program imports, is no function")));
            }
            if self.glue.matches(long).count() != 1 {
                return Err(Error::UserError(format!("the glue does not name {long} once")));
            }
            let short = format!("i{nth}");
            self.glue = self.glue.replacen(long, &short, 1);
            imports.import(import.module, &short, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> PackResult<()> {
        for kind in self.ordered(section)? {
            functions.function(self.type_index(kind)?);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> PackResult<()> {
        for body in self.ordered(section)? {
            utils::parse_function_body(self, code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::*;

    use super::pack;

    /// A module that imports functions of these names, and has three of its own of which the second, exported, is unlike
    /// the others and calls the third.
    fn module(names: [&str; 2], [first, second, third]: [u32; 3]) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut imports, mut functions, mut exports, mut code) =
            (ImportSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for name in names {
            imports.import("m", name, EntityType::Function(0));
        }
        exports.export("f", ExportKind::Func, 2 + second);
        let long = || {
            let mut long = Function::new([]);
            for _ in 0..40 {
                long.instruction(&Instruction::Nop).instruction(&Instruction::Call(0));
            }
            long.instruction(&Instruction::End);
            long
        };
        let mut short = Function::new([]);
        short.instruction(&Instruction::Call(2 + third)).instruction(&Instruction::End);
        let mut bodies = [(first, long()), (second, short), (third, long())];
        bodies.sort_by_key(|&(place, _)| place);
        for (_, body) in &bodies {
            functions.function(0);
            code.function(body);
        }
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.section(&CustomSection { name: "x".into(), data: (&[9][..]).into() });
        module.finish()
    }

    #[test]
    fn names_get_short_in_both_halves_and_functions_that_are_alike_come_together() {
        let glue = "x={__wbg_now_65ef:()=>1,__wbg_log_1:()=>2}";
        let packed = pack(&module(["__wbg_log_1", "__wbg_now_65ef"], [0, 1, 2]), glue).ok();
        assert_eq!(packed, Some((module(["i0", "i1"], [0, 2, 1]), "x={i1:()=>1,i0:()=>2}".to_owned())));
    }

    #[test]
    fn a_name_that_the_glue_does_not_have_is_an_error() {
        assert!(pack(&module(["__wbg_a_1", "__wbg_b_2"], [0, 1, 2]), "x={__wbg_a_1:0}").is_err());
        assert!(pack(b"\0asm", "").is_err());
    }
}
