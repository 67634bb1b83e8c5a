import Testing

@Test func placeholderForTidy() {}
