//! Short names for what the program imports from its glue.
//!
//! wasm-bindgen calls each of some 280 functions by its whole name and a hash, once in either half: 7 KB, as brotli sends
//! them, that no reader of the page has any use for.

use crate::project::Result;

/// The section that names what a module imports.
const IMPORTS: u8 = 2;
/// What stands before the first section: the magic number and the version.
const HEADER: usize = 8;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// Gives each function that a module imports from its glue a short name, in both.
pub fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut reader = Reader { bytes: wasm, at: HEADER };
    let mut out = wasm.get(..HEADER).ok_or("no wasm")?.to_vec();
    let mut glue = glue.to_owned();
    while reader.at < wasm.len() {
        let id = reader.byte()?;
        let section = reader.list()?;
        let section = if id == IMPORTS { shortened(section, &mut glue)? } else { section.to_vec() };
        out.push(id);
        put_list(&mut out, &section);
    }
    Ok((out, glue))
}

fn shortened(section: &[u8], glue: &mut String) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: section, at: 0 };
    let count = reader.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for nth in 0..count {
        let (module, name) = (reader.list()?, reader.list()?);
        if reader.byte()? != FUNCTION {
            return Err("the program imports more than functions".into());
        }
        let kind = reader.number()?;
        let long = std::str::from_utf8(name).map_err(|error| error.to_string())?;
        let short = format!("i{nth}");
        if glue.matches(long).count() != 1 {
            return Err(format!("the glue does not name {long} once").into());
        }
        *glue = glue.replacen(long, &short, 1);
        put_list(&mut out, module);
        put_list(&mut out, short.as_bytes());
        out.push(FUNCTION);
        put_number(&mut out, kind);
    }
    Ok(out)
}

/// Reads wasm's own encoding (WebAssembly core specification, 5.2).
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or("the wasm ends too early")?;
        self.at += 1;
        Ok(byte)
    }

    /// A number in LEB128.
    fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err("a number without end in the wasm".into())
    }

    /// Bytes behind their number.
    fn list(&mut self) -> Result<&'a [u8]> {
        let length = usize::try_from(self.number()?).map_err(|error| error.to_string())?;
        let list = self.bytes.get(self.at..self.at + length).ok_or("the wasm ends too early")?;
        self.at += length;
        Ok(list)
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_list(out: &mut Vec<u8>, list: &[u8]) {
    put_number(out, list.len() as u64);
    out.extend_from_slice(list);
}

#[cfg(test)]
mod tests {
    use super::shorten;

    /// A module that imports two functions from `m`, and has a custom section behind.
    fn module(names: [&str; 2]) -> Vec<u8> {
        let mut section = vec![2];
        for name in names {
            section.extend([1, b'm', name.len() as u8]);
            section.extend(name.as_bytes());
            section.extend([0, 5]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([2, section.len() as u8]);
        module.extend(section);
        module.extend([0, 3, 1, b'x', 9]);
        module
    }

    #[test]
    fn both_halves_get_the_same_short_names_and_all_else_stays() {
        let glue = "x={__wbg_now_65ef:()=>1,__wbg_log_1:()=>2}";
        let short = shorten(&module(["__wbg_log_1", "__wbg_now_65ef"]), glue).ok();
        assert_eq!(short, Some((module(["i0", "i1"]), "x={i1:()=>1,i0:()=>2}".to_owned())));
    }

    #[test]
    fn a_name_that_the_glue_does_not_have_is_an_error() {
        assert!(shorten(&module(["__wbg_a_1", "__wbg_b_2"]), "x={__wbg_a_1:0}").is_err());
        assert!(shorten(b"\0asm", "").is_err());
    }
}
