extension Words {
    /// Health, methods and calls.
    static let englishEngine: [WordID: String] = [
        .healthWell: "Tend is well.",
        .healthPartly: "Tend is not whole just now. What is missing says so below.",
        .healthRow: "{part}  {state}  {version}",
        .healthServing: "serving",
        .healthReadOnly: "reading only, its disk is full or slow",
        .healthDraining: "finishing, it takes nothing new",
        .healthUnreachable: "does not answer",
        .methodUnknown: "There is no method \"{method}\". tend services lists them.",
        .methodUnknownNear: "There is no method \"{method}\". Did you mean {nearest}?",
        .methodsHint: "How one is called: tend describe METHOD",
        .describeExample: "A request as JSON, for: tend call {method}",
        .callInput: "The request is not right: {problem}",
        .replyUnreadable:
            "The gateway's answer could not be read. Use a tend of the gateway's version.",
    ]
}
