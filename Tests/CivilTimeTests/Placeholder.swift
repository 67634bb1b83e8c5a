import Testing

@Test func placeholderForCivilTime() {}
