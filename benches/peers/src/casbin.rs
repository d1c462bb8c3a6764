use crate::measure::Engine;
use crate::workload::*;
pub struct Natural;
pub struct Native;
impl Natural {
    pub fn new(_: &Workload) -> Result<Self, String> {
        Err("todo".into())
    }
}
impl Native {
    pub fn new(_: &Workload) -> Result<Self, String> {
        Err("todo".into())
    }
}
impl Engine for Natural {
    fn decide(&mut self, _: Pair) -> bool {
        false
    }
}
impl Engine for Native {
    fn decide(&mut self, _: Pair) -> bool {
        false
    }
}
