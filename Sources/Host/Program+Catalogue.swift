import Catalogue

extension Program {
    /// The flag of a program that reads the seeds.
    public static let seedsFlag = Arguments.Flag(
        "seeds", "FOLDER", needed: true, "the seeds, checked at the start")

    /// The flag of a program that follows Profile's facts.
    public static let profileFlag = Arguments.Flag(
        "profile", "ADDR", needed: true, "where the Profile service listens")

    /// The seeds that the command line names. Ends the process on a file that breaks a rule, with
    /// what is wrong where.
    public func catalogue() -> Catalogue {
        do throws(SeedError) {
            return try Catalogue.read(folder: arguments.values["seeds"] ?? "")
        } catch {
            end(error.sentence, code: Exit.configuration)
        }
    }
}
