/// Every limit of the codec. Fields have their own in their `Label`; these hold where it names none.
public enum Limits {
    /// Messages and groups nested in each other.
    public static let depthMax = 100
    /// Bytes of a whole message; protobuf's own limit, callers hold tighter ones.
    public static let messageBytesMax = 0x7FFF_FFFF
    /// Bytes of a string or bytes field whose label names no size.
    public static let fieldBytesMax = 256
    /// Items of a repeated field whose label names no count.
    public static let itemsMax = 1024
    /// Bytes of JSON text that is read.
    public static let jsonBytesMax = 8 << 20
}
