extension Verdict {
    /// What was seen and what it comes to, for a person.
    public var report: String {
        let rate = LoadTimes.perSecond(acknowledged, times.creatingS)
        var lines = [
            "created     \(acknowledged) acknowledged of \(asked) asked for, \(rate) a second",
            "  took      " + LoadTimes.told(times.creation),
            "delivered   \(delivered), at most \(times.deliveriesPerSecondMax) in one second; "
                + "\(copies) copies before they were reported",
            "  late by   " + LoadTimes.told(times.lateness),
            "  at once   \(times.sameSecond) due in one second, "
                + "the last of them \(times.sameSecondLateMs) ms late",
            "shown       \(shown) reported and acknowledged",
        ]
        lines += notes.map { "note        " + $0 }
        lines.append("VERDICT     " + outcome.rawValue)
        for fault in Fault.allCases {
            guard let found = faults[fault] else { continue }
            lines.append("  \(fault.rawValue): \(found.count) \(fault.sentence)")
            lines += found.examples.map { "    " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// What a reader should know beside the numbers.
    private var notes: [String] {
        var notes: [String] = []
        if resent > 0 { notes.append("\(resent) creations were sent again after a lost answer") }
        if refused > 0 { notes.append("\(refused) creations were refused") }
        if restarts > 0 { notes.append("a service was restarted on the way") }
        if crossed > 0 { notes.append("\(crossed) copies crossed the answer to their report") }
        if waiting > 0 { notes.append("\(waiting) were not due yet when the record ends") }
        if tornBytes > 0 { notes.append("the last entry is cut short and was left out") }
        if !isFinished { notes.append("the record ends before the run did") }
        if abs(times.wallMovedMs) > 100 {
            notes.append("the wall clock was set by \(times.wallMovedMs) ms on the way")
        }
        return notes
    }

    /// The same as one line of JSON.
    public var json: String {
        var members = [
            "\"verdict\":\"\(outcome.rawValue)\"", "\"asked\":\(asked)", "\"sent\":\(sent)",
            "\"acknowledged\":\(acknowledged)", "\"refused\":\(refused)", "\"resent\":\(resent)",
            "\"delivered\":\(delivered)", "\"copies\":\(copies)", "\"crossed\":\(crossed)",
            "\"shown\":\(shown)", "\"waiting\":\(waiting)", "\"restarts\":\(restarts)",
            "\"finished\":\(isFinished)", "\"seed\":\"\(seed)\"",
        ]
        members.append(
            "\"creations_per_s\":" + LoadTimes.perSecond(acknowledged, times.creatingS))
        members.append(
            "\"deliveries_per_s\":" + LoadTimes.perSecond(delivered, times.deliveringS))
        members.append("\"deliveries_per_s_max\":\(times.deliveriesPerSecondMax)")
        members.append("\"creation_us\":" + LoadTimes.json(times.creation))
        members.append("\"lateness_us\":" + LoadTimes.json(times.lateness))
        members.append("\"same_second\":\(times.sameSecond)")
        members.append("\"same_second_late_ms\":\(times.sameSecondLateMs)")
        let found = Fault.allCases.map { "\"\($0.rawValue)\":\(faults[$0]?.count ?? 0)" }
        members.append("\"faults\":{" + found.joined(separator: ",") + "}")
        return "{" + members.joined(separator: ",") + "}"
    }
}

extension LoadTimes {
    /// A rate without decimals; 0 when no time passed.
    static func perSecond(_ count: Int, _ seconds: Double) -> String {
        seconds > 0 ? PeerResult.fixed(Double(count) / seconds, 0) : "0"
    }

    /// Percentiles in milliseconds.
    static func told(_ times: Histogram) -> String {
        func ms(_ q: Double) -> String { PeerResult.fixed(times.quantile(q) / 1000, 2) }
        return "p50 \(ms(0.5)) ms, p99 \(ms(0.99)) ms, p99.9 \(ms(0.999)) ms, most \(ms(1)) ms"
    }

    /// Percentiles in microseconds.
    static func json(_ times: Histogram) -> String {
        func us(_ q: Double) -> String { PeerResult.fixed(times.quantile(q), 0) }
        return "{\"p50\":\(us(0.5)),\"p99\":\(us(0.99)),\"p999\":\(us(0.999)),\"max\":\(us(1))}"
    }
}
