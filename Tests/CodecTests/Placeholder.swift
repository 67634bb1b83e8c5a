import Testing

@Test func placeholderForCodec() {}
