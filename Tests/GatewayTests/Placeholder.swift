import Testing

@Test func placeholderForGateway() {}
