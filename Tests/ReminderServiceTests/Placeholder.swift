import Testing

@Test func placeholderForReminderService() {}
