import Testing

@Test func placeholderForReactor() {}
