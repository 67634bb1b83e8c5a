/// The largest sizes and counts of Tend's messages, in bytes of UTF-8 or in items.
///
/// Declared with the fields, so the reader enforces them before it allocates.
public enum Limits {
    /// A person's name or a device's name.
    public static let nameBytesMax = 128
    /// An IANA zone id such as `America/Argentina/ComodRivadavia`.
    public static let zoneBytesMax = 64
    /// A BCP 47 language tag.
    public static let languageBytesMax = 35
    /// A join or device code as typed, separators included.
    public static let codeBytesMax = 32
    /// A device's secret: exactly this many random bytes.
    public static let secretBytes = 32
    /// The words of a reminder.
    public static let noteBytesMax = 1024
    /// A local date and time, `2027-03-07T19:00:00`.
    public static let localTimeBytesMax = 32
    /// Weekdays in a weekly rule.
    public static let weekdaysMax = 7
    /// Devices of one person.
    public static let devicesMax = 32
    /// Reminders in one page of a list: a page fits one frame.
    public static let remindersPerPageMax = 40
    /// Ledger entries in one page of an audit.
    public static let ledgerEntriesPerPageMax = 256
    /// Occurrences reported shown in one call.
    public static let shownPerCallMax = 256
    /// A full method name.
    public static let methodNameBytesMax = 128
    /// Methods named by reflection.
    public static let methodsMax = 256
    /// The text of one method's description.
    public static let descriptionBytesMax = 32768
    /// Services whose health the gateway reports.
    public static let partsMax = 16
    /// An opaque cursor.
    public static let cursorBytesMax = 64
    /// The name of a service.
    public static let partBytesMax = 32
    /// A SHA-256.
    public static let hashBytes = 32
    /// People of one tie.
    public static let tieMembersMax = 8
    /// Ties of one person, ended ones included.
    public static let tiesMax = 64
    /// Topics, the one for all included.
    public static let topicsMax = 12
    /// The highest level.
    public static let levelMax: Int32 = 5
    /// Invitations of one person that are open or accepted.
    public static let invitesMax = 8
    /// Windows of quiet hours of one person.
    public static let quietWindowsMax = 8
    /// The words of a question.
    public static let promptBytesMax = 400
    /// One option of a question.
    public static let optionBytesMax = 160
    /// Options of one question.
    public static let optionsMax = 7
    /// The words of an answer: those of a full tie fit one frame.
    public static let answerBytesMax = 6144
    /// The words of a share.
    public static let shareBytesMax = 6144
    /// Open questions of one person in one list.
    public static let openQuestionsMax = 16
    /// Unread or returned things in one list.
    public static let unreadMax = 16
    /// What time together is called.
    public static let titleBytesMax = 256
    /// Offers and agreed times of one person.
    public static let offersMax = 40
    /// Ideas in one reply.
    public static let ideasMax = 20
}
