import Codec

/// Every service of Tend, and which process owns it.
public enum TendServices {
    /// Answered by the gateway itself.
    public static let gateway: [any Service.Type] = [Door.self, Admin.self]
    /// Owned by Profile.
    public static let profile: [any Service.Type] = [
        People.self, Devices.self, Codes.self, Facts.self,
    ]
    /// Owned by Reminder.
    public static let reminder: [any Service.Type] = [Reminders.self]
    /// Answered by every service behind the gateway.
    public static let common: [any Service.Type] = [Health.self, ManualClock.self]
    /// All of them, in the order reflection lists them.
    public static let all: [any Service.Type] = gateway + profile + reminder + common
}
