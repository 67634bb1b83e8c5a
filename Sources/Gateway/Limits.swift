/// The gateway's limits.
public enum Limits {
    /// How long Profile may take to say whose device says hello, microseconds.
    public static let authenticateUs: Int64 = 3_000_000
    /// How long a device once recognised is believed while Profile does not answer, microseconds.
    public static let rememberedUs: Int64 = 60_000_000
    /// Devices remembered for that.
    public static let rememberedDevicesMax = 10_000
    /// How long a service may take to say how it is, microseconds.
    public static let healthUs: Int64 = 2_000_000
    /// How long a service may take to deliver what an advance of the manual clock made due.
    public static let advanceUs: Int64 = 60_000_000
    /// How long after a break the stream of facts is asked for again, microseconds.
    public static let followAgainUs: Int64 = 200_000
    /// How long a service may take to give its part of a composed reply, microseconds.
    public static let partUs: Int64 = 3_000_000
    /// A day's reply, bytes: what one message holds once it is padded.
    public static let todayBytesMax = 65_000
    /// Reminders in one day's reply.
    public static let todayRemindersMax: UInt32 = 12
    /// How long a device that revoked itself may wait for the reply before it is cut off.
    /// The reply waits until the services have heard of it, at most the length of their lease.
    public static let lastReplyUs: Int64 = 4_000_000
}
