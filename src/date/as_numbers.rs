//! Instants and local times as whole numbers within a binary format.

/// Seconds and nanoseconds since 1970.
pub mod timestamp {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(timestamp: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        (timestamp.as_second(), timestamp.subsec_nanosecond()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let (second, nanosecond) = Deserialize::deserialize(deserializer)?;
        Timestamp::new(second, nanosecond).map_err(de::Error::custom)
    }
}

/// Year, month, day, hour, minute, second, nanosecond.
pub mod local {
    use jiff::civil::DateTime;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(local: &DateTime, serializer: S) -> Result<S::Ok, S::Error> {
        let day = (local.year(), local.month(), local.day());
        (day, (local.hour(), local.minute(), local.second(), local.subsec_nanosecond())).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
        let ((year, month, day), (hour, minute, second, nanosecond)) = Deserialize::deserialize(deserializer)?;
        DateTime::new(year, month, day, hour, minute, second, nanosecond).map_err(de::Error::custom)
    }
}
