import Testing

@Test func placeholderForRPC() {}
