//! Categories: what kind of data it is.

use super::NameError;

/// Defines the built-in categories: groups with their leaves, one bit a leaf.
macro_rules! categories {
    ($(
        $(#[$($group_meta:tt)*])* $group:ident $group_name:literal {
            $( $(#[$($meta:tt)*])* $flag:ident $leaf:literal = $bit:literal, )+
        }
    )+) => {
        bitflags::bitflags! {
            /// A set of categories of personal data.
            ///
            /// The built-in categories are leaves such as `contact.email`; the name of a group (`contact`) stands for all its
            /// leaves. A policy may add categories, which take the remaining bits (92 of them): only the
            /// [`Vocabulary`](crate::vocabulary::Vocabulary) of that policy knows their names.
            ///
            /// # Example
            ///
            /// ```
            /// use lawful::vocabulary::DataCategories;
            ///
            /// let contact: DataCategories = "contact".parse()?;
            /// assert!(contact.contains(DataCategories::EMAIL));
            /// assert_eq!(contact.to_string(), "contact.email, contact.phone, contact.address");
            /// assert!(DataCategories::SENSITIVE.contains(DataCategories::MEDICAL));
            /// # Ok::<(), lawful::vocabulary::NameError>(())
            /// ```
            #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct DataCategories: u128 {
                $( $( $(#[$($meta)*])* const $flag = 1 << $bit; )+ )+
                $( $(#[$($group_meta)*])* const $group = $( Self::$flag.bits() )|+; )+
                // Every other bit may be a policy's own category.
                const _ = !0;
            }
        }

        impl DataCategories {
            /// The names of the built-in leaves, in vocabulary order.
            pub(crate) const LEAVES: &'static [&'static str] = &[$( $( concat!($group_name, ".", $leaf), )+ )+];
        }
    };
}

categories! {
    /// Who somebody is.
    IDENTITY "identity" {
        /// `identity.name`
        NAME "name" = 0,
        /// `identity.account-name`
        ACCOUNT_NAME "account-name" = 1,
        /// `identity.birth-date`
        BIRTH_DATE "birth-date" = 2,
        /// `identity.photo`
        PHOTO "photo" = 3,
        /// `identity.document`: identity papers; sensitive.
        DOCUMENT "document" = 4,
    }
    /// How to reach somebody.
    CONTACT "contact" {
        /// `contact.email`
        EMAIL "email" = 5,
        /// `contact.phone`
        PHONE "phone" = 6,
        /// `contact.address`: a postal address. Not whereabouts.
        ADDRESS "address" = 7,
    }
    /// What gives access.
    CREDENTIAL "credential" {
        /// `credential.password`
        PASSWORD "password" = 8,
    }
    /// What devices and connections leave behind.
    TECHNICAL "technical" {
        /// `technical.ip-address`
        IP_ADDRESS "ip-address" = 9,
        /// `technical.browser`
        BROWSER "browser" = 10,
        /// `technical.language`
        LANGUAGE "language" = 11,
        /// `technical.access-time`
        ACCESS_TIME "access-time" = 12,
        /// `technical.device`
        DEVICE "device" = 13,
        /// `technical.page-views`
        PAGE_VIEWS "page-views" = 14,
        /// `technical.crash-report`
        CRASH_REPORT "crash-report" = 15,
        /// `technical.log`
        LOG "log" = 16,
    }
    /// Cookies and what they hold.
    COOKIE "cookie" {
        /// `cookie.identifier`
        COOKIE_IDENTIFIER "identifier" = 17,
        /// `cookie.content`
        COOKIE_CONTENT "content" = 18,
    }
    /// What somebody does.
    ACTIVITY "activity" {
        /// `activity.orders`
        ORDERS "orders" = 19,
        /// `activity.messages`
        MESSAGES "messages" = 20,
        /// `activity.interests`
        INTERESTS "interests" = 21,
        /// `activity.search-keywords`
        SEARCH_KEYWORDS "search-keywords" = 22,
        /// `activity.posts`
        POSTS "posts" = 23,
        /// `activity.social`
        SOCIAL "social" = 24,
    }
    /// Where somebody is.
    LOCATION "location" {
        /// `location.whereabouts`: position and movement; sensitive.
        WHEREABOUTS "whereabouts" = 25,
    }
    /// Origin and belief.
    DEMOGRAPHIC "demographic" {
        /// `demographic.race`: sensitive.
        RACE "race" = 26,
        /// `demographic.religion`: sensitive.
        RELIGION "religion" = 27,
    }
    /// Health.
    HEALTH "health" {
        /// `health.medical`: sensitive.
        MEDICAL "medical" = 28,
    }
    /// The body as a key.
    BIOMETRIC "biometric" {
        /// `biometric.identifier`: sensitive.
        BIOMETRIC_IDENTIFIER "identifier" = 29,
    }
    /// Money and goods.
    FINANCIAL "financial" {
        /// `financial.property`: sensitive.
        PROPERTY "property" = 30,
        /// `financial.payment`: sensitive.
        PAYMENT "payment" = 31,
    }
    /// Information about minors.
    MINOR "minor" {
        /// `minor.information`: sensitive.
        MINOR_INFORMATION "information" = 32,
    }
    /// Rules broken and what followed.
    ENFORCEMENT "enforcement" {
        /// `enforcement.violation`: the record of a violation.
        VIOLATION "violation" = 33,
        /// `enforcement.measure`: the measure taken against it.
        MEASURE "measure" = 34,
    }
    /// Complaints.
    COMPLAINT "complaint" {
        /// `complaint.intellectual-property`
        INTELLECTUAL_PROPERTY "intellectual-property" = 35,
    }
}

impl DataCategories {
    /// The built-in sensitive categories (`sensitive.1`). A policy's vocabulary may add to them.
    pub const SENSITIVE: Self = Self::DOCUMENT
        .union(Self::WHEREABOUTS)
        .union(Self::RACE)
        .union(Self::RELIGION)
        .union(Self::MEDICAL)
        .union(Self::BIOMETRIC_IDENTIFIER)
        .union(Self::PROPERTY)
        .union(Self::PAYMENT)
        .union(Self::MINOR_INFORMATION);

    /// How many categories a policy may declare of its own.
    pub(crate) const CUSTOM: usize = 128 - Self::LEAVES.len();

    pub(crate) const fn leaf(index: usize) -> Self {
        Self::from_bits_retain(1 << index)
    }

    /// The place of a leaf in vocabulary order; of several, that of the first.
    #[inline(always)]
    pub(crate) const fn place(self) -> usize {
        (self.bits().trailing_zeros() & 127) as usize
    }

    /// The leaves in the set, one at a time, in vocabulary order.
    ///
    /// ```
    /// use lawful::vocabulary::DataCategories;
    ///
    /// assert_eq!(DataCategories::CONTACT.leaves().next(), Some(DataCategories::EMAIL));
    /// ```
    pub fn leaves(self) -> impl Iterator<Item = Self> {
        let mut rest = self.bits();
        std::iter::from_fn(move || {
            let lowest = rest & rest.wrapping_neg();
            rest ^= lowest;
            (lowest != 0).then_some(Self::from_bits_retain(lowest))
        })
    }
}

impl std::str::FromStr for DataCategories {
    type Err = NameError;

    /// Reads a built-in leaf, a group, or `sensitive`. Words of a policy are read by its
    /// [`Vocabulary`](crate::vocabulary::Vocabulary).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::Vocabulary::builtin().categories(text).map_err(NameError::or_own_word)
    }
}

impl std::fmt::Display for DataCategories {
    /// Writes the names of the leaves; a policy's own category is written as `custom category`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, leaf) in self.leaves().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            let bit = leaf.bits().trailing_zeros() as usize;
            f.write_str(Self::LEAVES.get(bit).copied().unwrap_or("custom category"))?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for DataCategories {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataCategories({self})")
    }
}

/// Whether the text is a category name: kebab-case parts joined by dots.
pub(crate) fn is_dotted_name(text: &str) -> bool {
    text.split('.').all(super::custom::is_kebab_case)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_has_its_bit_and_its_name() {
        assert_eq!(DataCategories::LEAVES.len(), 36);
        for (bit, name) in DataCategories::LEAVES.iter().enumerate() {
            assert_eq!(name.parse(), Ok(DataCategories::leaf(bit)));
            assert_eq!(DataCategories::leaf(bit).to_string(), *name);
        }
    }

    #[test]
    fn groups_stand_for_their_leaves() {
        assert_eq!("activity".parse(), Ok(DataCategories::ACTIVITY));
        assert_eq!("minor".parse(), Ok(DataCategories::MINOR_INFORMATION));
        assert_eq!("sensitive".parse(), Ok(DataCategories::SENSITIVE));
    }

    #[test]
    fn what_may_be_a_word_of_a_policy_is_said_to_be_read_with_its_vocabulary() {
        let error = "health.appointments".parse::<DataCategories>().map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("unknown category `health.appointments`: a policy's own words are read with its vocabulary".into())
        );
    }
}
