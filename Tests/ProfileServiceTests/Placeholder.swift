import Testing

@Test func placeholderForProfileService() {}
