import Testing

@Test func placeholderForLoadKit() {}
