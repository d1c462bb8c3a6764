use crate::measure::Engine;
use crate::workload::*;
pub struct Interpreted;
pub struct Compiled;
impl Interpreted {
    pub fn new(_: &Workload) -> Result<Self, String> {
        Err("todo".into())
    }
}
impl Compiled {
    pub fn new(_: &Workload) -> Result<Self, String> {
        Err("todo".into())
    }
}
impl Engine for Interpreted {
    fn decide(&mut self, _: Pair) -> bool {
        false
    }
}
impl Engine for Compiled {
    fn decide(&mut self, _: Pair) -> bool {
        false
    }
}
