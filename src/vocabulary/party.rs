//! Parties: who acts, and who receives.

use super::closed::closed_words;
use super::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Writer, serde_by_notation};
use super::text::chosen_name;
use super::{NameError, Truth};

closed_words! {
    /// The part that a party plays towards the person.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::Role;
    ///
    /// assert_eq!(Role::UnrelatedThirdParty.to_string(), "unrelated-third-party");
    /// ```
    enum Role,
    /// A set of roles.
    set Roles: u32,
    kind "party role",
    /// The operator of the service: the controller.
    Operator OPERATOR "operator",
    /// A company of the operator's group.
    Affiliate AFFILIATE "affiliate",
    /// Serves the person, alone or jointly with the operator.
    ServiceProvider SERVICE_PROVIDER "service-provider",
    /// A business partner of the operator.
    Partner PARTNER "partner",
    /// Deals in data.
    Broker BROKER "broker",
    /// The other side of a transaction.
    Counterparty COUNTERPARTY "counterparty",
    /// Might become the other side of a transaction.
    ProspectiveCounterparty PROSPECTIVE_COUNTERPARTY "prospective-counterparty",
    /// The one whom a complaint is about.
    ComplaintRespondent COMPLAINT_RESPONDENT "complaint-respondent",
    /// A court.
    JudicialAuthority JUDICIAL_AUTHORITY "judicial-authority",
    /// An administrative agency.
    AdministrativeAuthority ADMINISTRATIVE_AUTHORITY "administrative-authority",
    /// The person whom the data is about.
    DataSubject DATA_SUBJECT "data-subject",
    /// Parent or legal guardian of the person.
    Guardian GUARDIAN "guardian",
    /// Another user of the platform.
    PlatformUser PLATFORM_USER "platform-user",
    /// All users of the platform.
    AllUsers ALL_USERS "all-users",
    /// The person's own social network on the platform.
    OwnNetwork OWN_NETWORK "own-network",
    /// A linked service that someone else runs.
    ThirdPartyService THIRD_PARTY_SERVICE "third-party-service",
    /// Anyone else, the relation to the operator left open.
    ThirdParty THIRD_PARTY "third-party",
    /// Anyone else, surely without a relation to the operator that serves the person.
    UnrelatedThirdParty UNRELATED_THIRD_PARTY "unrelated-third-party",
    /// Everybody.
    Public PUBLIC "public",
}

chosen_name! {
    /// Which party it is among those of its role, such as `acme`.
    ///
    /// Ids are compared letter by letter, and never shown in `Debug`.
    PartyId
}

/// A party: its role and, where it matters, which one it is.
///
/// A party without id is one whose id is not known.
///
/// # Example
///
/// ```
/// use lawful::vocabulary::{Party, Role};
///
/// let acme = Party::partner("acme");
/// assert_eq!(acme.role(), Role::Partner);
/// assert_eq!(acme.id().map(|id| id.as_str()), Some("acme"));
/// assert_eq!(format!("{acme:?}"), "partner:<redacted>");
/// assert_eq!("partner:acme".parse(), Ok(acme)); // as scopes and rules name it
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    role: Role,
    id: Option<PartyId>,
}

impl Party {
    /// The operator.
    pub const OPERATOR: Self = Self::of(Role::Operator);
    /// The person whom the data is about.
    pub const DATA_SUBJECT: Self = Self::of(Role::DataSubject);
    /// Everybody.
    pub const PUBLIC: Self = Self::of(Role::Public);

    /// Some party of this role.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self { role, id: None }
    }

    /// The party of this role with this id. An empty id names no one: the id stays unknown.
    #[must_use]
    pub fn new(role: Role, id: &str) -> Self {
        Self { role, id: (!id.is_empty()).then(|| id.into()) }
    }

    /// The partner with this id.
    #[must_use]
    pub fn partner(id: &str) -> Self {
        Self::new(Role::Partner, id)
    }

    /// The service provider with this id.
    #[must_use]
    pub fn service_provider(id: &str) -> Self {
        Self::new(Role::ServiceProvider, id)
    }

    /// The part that it plays.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Which one it is, if that is known.
    #[must_use]
    pub const fn id(&self) -> Option<&PartyId> {
        self.id.as_ref()
    }
}

impl Party {
    /// Two numbers below [`MARKS`](Self::MARKS), of which two parties with different ids seldom share both; `None` without an id. They
    /// are for telling parties apart quickly, never for telling that two are the same.
    pub(crate) fn marks(&self) -> Option<[u8; 2]> {
        // FNV-1a in 32 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
        let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let hash = self.id.as_ref()?.as_str().bytes().fold(0x811c_9dc5, mix);
        Some([hash >> 27, hash >> 22].map(|mark| mark as u8 % Self::MARKS))
    }

    pub(crate) const MARKS: u8 = 32;
}

/// Whether two mentions of a party mean the same one: by role and id. Where just one of them has an id, that is not known.
pub(crate) fn matching_party(one: &Party, other: &Party) -> Truth {
    match (&one.id, &other.id) {
        _ if one.role != other.role => Truth::Fails,
        (Some(a), Some(b)) => (a == b).into(),
        (None, None) => Truth::Holds,
        _ => Truth::Unknown,
    }
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.role, if self.id.is_some() { ":<redacted>" } else { "" })
    }
}

impl std::str::FromStr for Party {
    type Err = NameError;

    /// Reads `role` or `role:id`, as scopes and rules name a party.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some((role, id)) if !id.is_empty() => Ok(Self::new(role.parse()?, id)),
            _ => text.parse().map(Self::of),
        }
    }
}

impl FromNode for Party {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a party, such as { role = \"partner\", id = \"acme\" }")?;
        let role = fields.required("role", cx);
        let id: Option<PartyId> = fields.optional("id", cx);
        fields.close(cx);
        Some(Self { role: role?, id })
    }
}

impl ToNode for Party {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new().put("role", &self.role, out).maybe("id", self.id.as_ref(), out).into()
    }
}

serde_by_notation!(Party);

/// A set of parties as scopes and rules name it: whole roles (`partner`) and single parties (`partner:acme`).
///
/// # Example
///
/// ```
/// use lawful::vocabulary::{Parties, Party, Role, Truth};
///
/// let parties = Parties::from(Role::Affiliate).and(Party::partner("acme"));
/// assert_eq!(parties.include(&Party::partner("acme")), Truth::Holds);
/// assert_eq!(parties.include(&Party::partner("globex")), Truth::Fails);
/// assert_eq!(parties.include(&Party::of(Role::Partner)), Truth::Unknown);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Parties {
    roles: Roles,
    /// Sorted, without repeats, each with an id.
    named: Vec<Party>,
}

impl Parties {
    /// Adds a party; one without id stands for its whole role.
    #[must_use]
    pub fn and(mut self, party: Party) -> Self {
        if party.id.is_none() {
            self.roles |= party.role.into();
        } else if let Err(place) = self.named.binary_search(&party) {
            self.named.insert(place, party);
        }
        self
    }

    /// Whether the party is among them. For a party without id that depends on which one it is, the answer is unknown.
    #[must_use]
    pub fn include(&self, party: &Party) -> Truth {
        if self.roles.contains(party.role.into()) || (party.id.is_some() && self.named.binary_search(party).is_ok()) {
            Truth::Holds
        } else if party.id.is_none() && self.named.iter().any(|named| named.role == party.role) {
            Truth::Unknown
        } else {
            Truth::Fails
        }
    }

    /// The roles of which every party is among them.
    #[must_use]
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// The single parties among them, each with an id.
    #[must_use]
    pub fn named(&self) -> &[Party] {
        &self.named
    }

    /// Whether there is no party among them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.named.is_empty()
    }

    /// Whether every party of `other` is among these.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.roles.contains(other.roles) && other.named.iter().all(|party| self.include(party).holds())
    }
}

impl From<Role> for Parties {
    fn from(role: Role) -> Self {
        Self::default().and(Party::of(role))
    }
}

impl From<Roles> for Parties {
    fn from(roles: Roles) -> Self {
        Self { roles, named: Vec::new() }
    }
}

impl From<Party> for Parties {
    fn from(party: Party) -> Self {
        Self::default().and(party)
    }
}

impl std::fmt::Debug for Parties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.roles.words().map(Party::of)).entries(&self.named).finish()
    }
}

impl FromNode for Parties {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        use super::notation::{each, known, text};

        let mut parties = Some(Self::default());
        each(node, cx, |node, cx| {
            let name = text(node, cx, "a role, or `role:id`")?;
            let more = parties.take().unwrap_or_default();
            parties = known(name.parse().map(|party| more.and(party)), node, cx);
            parties.is_some().then_some(())
        })?;
        parties
    }
}

impl ToNode for Parties {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        let roles = self.roles.words().map(|role| role.name().to_owned());
        let named = self.named.iter().filter_map(|party| Some(format!("{}:{}", party.role, party.id.as_ref()?.as_str())));
        Node::list(roles.chain(named).map(|text| text.as_str().into()).collect())
    }
}

serde_by_notation!(Parties);
