extension Verb {
    /// Every verb, in the order help lists them.
    public static let all: [Verb] = [
        MeVerb.verb, WatchVerb.verb,
        JoinVerb.verb, DevicesVerb.verb, DevicesAddVerb.verb, DevicesRevokeVerb.verb,
        RemindAddVerb.verb, RemindListVerb.verb, RemindShowVerb.verb, RemindSnoozeVerb.verb,
        RemindDoneVerb.verb, RemindSkipVerb.verb, RemindCancelVerb.verb, RemindAuditVerb.verb,
        StatusVerb.verb, ServicesVerb.verb, DescribeVerb.verb, CallVerb.verb, HelpVerb.verb,
    ]
}
