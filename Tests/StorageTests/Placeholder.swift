import Testing

@Test func placeholderForStorage() {}
