/// Placeholder until the first file of ReminderService lands.
