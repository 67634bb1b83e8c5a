import Testing

@Test func placeholderForTendClient() {}
