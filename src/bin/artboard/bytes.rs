//! Numbers of bytes: as people write them, and how many this machine has.

/// What is assumed of a machine that does not say how much memory it has.
const UNKNOWN: u64 = 1 << 30;

/// `2GiB`, `500MB`, `64k`, `1048576`.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    artboard::units::parse_bytes(text).map_err(|error| crate::args::explained(&error))
}

/// Half of the memory that this process may have: of the machine's, and of its control group's where one bounds it.
pub(crate) fn default_budget() -> u64 {
    let machine = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| total_of(&text));
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    match [machine, group].into_iter().flatten().min() {
        Some(total) => total / 2,
        None => UNKNOWN,
    }
}

/// The bytes that `/proc/meminfo` gives as `MemTotal`.
fn total_of(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// For people: `12.3 KiB`.
pub(crate) fn shown(bytes: u64) -> String {
    let units = [(1u64 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.iter().find(|(size, _)| bytes >= *size) {
        Some((size, unit)) => format!("{:.1} {unit}", bytes as f64 / *size as f64),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_says_its_memory_in_kilobytes() {
        assert_eq!(total_of("MemFree: 3 kB\nMemTotal:       16 kB\n"), None.or(Some(16_384)));
        assert_eq!(total_of("nothing"), None);
        assert!(default_budget() > 0);
    }

    #[test]
    fn sizes_are_shown_in_the_largest_unit_that_fits() {
        assert_eq!((shown(12), shown(2048), shown(3 << 29)), ("12 bytes".into(), "2.0 KiB".into(), "1.5 GiB".into()));
    }
}
