/// When a schedule happens: always by seeking, never by walking from its start.
///
/// `zone` is the data of the schedule's own zone, or for a floating one of the zone the person is in;
/// an instant does not look at it. Nothing here allocates.
extension Schedule {
    /// How often a schedule happened in a stretch of time, and the newest of those times.
    public struct Elapsed: Hashable, Sendable {
        /// How often.
        public var count: Int
        /// The newest, nil when there was none.
        public var newest: Occurrence?

        /// That many times, the newest of them known.
        public init(count: Int, newest: Occurrence?) {
            self.count = count
            self.newest = newest
        }
    }

    /// The first occurrence after an instant (not at it), nil when there is none. Called again with
    /// the instant of its answer it goes on strictly forward, once for each instant.
    public func next(afterMs: Int64, in zone: TimeZoneData) -> Occurrence? {
        guard let times = OccurrenceSeries(self, in: zone) else {
            return instantOccurrence.flatMap { $0.instantMs > afterMs ? $0 : nil }
        }
        return times.next(after: wholeSeconds(afterMs))
    }

    /// The last occurrence at or before an instant, nil when there is none.
    public func last(throughMs: Int64, in zone: TimeZoneData) -> Occurrence? {
        guard let times = OccurrenceSeries(self, in: zone) else {
            return instantOccurrence.flatMap { $0.instantMs <= throughMs ? $0 : nil }
        }
        return times.last(through: wholeSeconds(throughMs))
    }

    /// How many occurrences fell after one instant and not after another, and the newest of them:
    /// what a service that was away must know.
    public func occurrences(
        afterMs: Int64, throughMs: Int64, in zone: TimeZoneData
    ) -> Elapsed {
        guard let newest = last(throughMs: throughMs, in: zone), newest.instantMs > afterMs else {
            return Elapsed(count: 0, newest: nil)
        }
        guard let times = OccurrenceSeries(self, in: zone) else {
            return Elapsed(count: 1, newest: newest)
        }
        let count =
            times.count(through: wholeSeconds(throughMs))
            - times.count(through: wholeSeconds(afterMs))
        return Elapsed(count: count, newest: newest)
    }

    /// The first occurrence whose nominal time is after another nominal time; its instant may have
    /// passed. For a floating schedule whose person changed zones: asked from the nominal time that
    /// fired last, it neither repeats nor skips one. Nil for an instant.
    public func next(afterLocal local: CivilDateTime, in zone: TimeZoneData) -> Occurrence? {
        OccurrenceSeries(self, in: zone)?.next(afterLocal: local.secondNumber)
    }

    /// The start as an occurrence, when it is an instant.
    private var instantOccurrence: Occurrence? {
        guard case .instant(let ms) = start else { return nil }
        return Occurrence(
            localDateTime: CivilDateTime(clampingSecondNumber: wholeSeconds(ms)), instantMs: ms)
    }
}

/// Milliseconds as whole seconds, rounded down: an occurrence on a full second is after (or not
/// after) both alike.
private func wholeSeconds(_ ms: Int64) -> Int64 {
    Int64(floorDivide(Int(ms), 1000))
}
