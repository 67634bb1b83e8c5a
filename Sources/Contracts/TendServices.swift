import Codec

/// Every service of Tend, and which process owns it.
public enum TendServices {
    /// Answered by the gateway itself.
    public static var gateway: [any Service.Type] { [Door.self, Today.self, Admin.self] }
    /// Owned by Profile.
    public static var profile: [any Service.Type] {
        [People.self, Devices.self, Codes.self, Invites.self, Ties.self, Facts.self]
    }
    /// Owned by Prompt.
    public static var prompt: [any Service.Type] { [Questions.self, Shares.self] }
    /// Owned by Reminder.
    public static var reminder: [any Service.Type] { [Reminders.self, Together.self] }
    /// Answered by every service behind the gateway.
    public static var common: [any Service.Type] { [Health.self, ManualClock.self] }
    /// All of them, in the order reflection lists them.
    public static var all: [any Service.Type] { gateway + profile + prompt + reminder + common }
}
