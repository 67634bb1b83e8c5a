/// Which version of Tend this is.
public enum Version {
    /// Shown by `tend status`, and by `--version` of every program.
    public static let text = "0.1.0"
}
