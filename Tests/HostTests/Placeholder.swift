import Testing

@Test func placeholderForHost() {}
