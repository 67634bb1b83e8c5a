import Testing

@Test func placeholderForSimulation() {}
