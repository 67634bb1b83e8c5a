extension Verb {
    /// Every verb, in the order help lists them.
    public static let all: [Verb] = [
        TodayVerb.verb, AnswerVerb.verb, PassVerb.verb, ReadVerb.verb, ShareVerb.verb,
        OfferVerb.verb, DoneVerb.verb, WithVerb.verb, MeVerb.verb,
        JoinVerb.verb, InviteVerb.verb, InviteListVerb.verb, InviteConfirmVerb.verb,
        InviteCancelVerb.verb, AcceptVerb.verb, DevicesVerb.verb, DevicesAddVerb.verb,
        DevicesRevokeVerb.verb,
        PromptVerb.verb, PromptWhyVerb.verb,
        YesVerb.verb, NoVerb.verb, RitualAddVerb.verb, RitualListVerb.verb,
        RitualSuggestVerb.verb, RitualEndVerb.verb, QuietAddVerb.verb, QuietListVerb.verb,
        QuietRemoveVerb.verb,
        RemindAddVerb.verb, RemindListVerb.verb, RemindShowVerb.verb, RemindSnoozeVerb.verb,
        RemindDoneVerb.verb, RemindSkipVerb.verb, RemindCancelVerb.verb, RemindAuditVerb.verb,
        WatchVerb.verb,
        StatusVerb.verb, ServicesVerb.verb, DescribeVerb.verb, CallVerb.verb, HelpVerb.verb,
    ]
}
