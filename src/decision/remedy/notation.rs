//! How changes are written down. An answer is only written, never read back.

use super::{Change, Remedy};
use crate::vocabulary::notation::{Node, Table, ToNode, Writer};

impl Remedy {
    /// The changes, each as a table with its kind and who can bring it about.
    pub(in crate::decision) fn to_nodes(&self, out: &mut Writer<'_>) -> Node {
        Node::list(self.changes.iter().map(|change| change.to_node(out)).collect())
    }
}

impl ToNode for Change {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let table = Table::new().put("kind", &self.kind(), out).put("who", &self.who(), out);
        match self {
            Self::NarrowRequest { leave_out: categories } | Self::Encrypt { categories } => {
                table.put("categories", categories, out)
            }
            Self::WaitUntil { at } => table.put("at", at, out),
            Self::EstablishFact { fact, holds, categories } => {
                table.put_node("fact", fact.name().into()).put("holds", holds, out).put("categories", categories, out)
            }
            Self::RecordJudgement { fact } | Self::RecordDecision { fact } => table.put("fact", fact, out),
            Self::GiveNotice { edition } | Self::AwaitUse { edition } | Self::ObtainAgreement { edition } => {
                table.put("edition", edition, out)
            }
            Self::ObtainConsent { scope, .. } | Self::LiftRefusal { scope, .. } => table.put("scope", scope, out),
            Self::EndAccess | Self::NameInstrument | Self::VerifyIdentity { .. } | Self::VerifyGuardian => table,
        }
        .into()
    }
}
