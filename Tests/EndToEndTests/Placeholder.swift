import Testing

@Test func placeholderForEndToEnd() {}
