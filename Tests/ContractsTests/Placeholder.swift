import Testing

@Test func placeholderForContracts() {}
