/// A number for some of many rows, 0 for all others: pages exist only where a number was set.
struct RowNumbers {
    private static let pageRows = 1024
    private var pages: ContiguousArray<ContiguousArray<UInt64>> = []

    /// The row's number.
    subscript(row: UInt32) -> UInt64 {
        get {
            let page = Int(row) / RowNumbers.pageRows
            guard page < pages.count, !pages[page].isEmpty else { return 0 }
            return pages[page][Int(row) % RowNumbers.pageRows]
        }
        set {
            let page = Int(row) / RowNumbers.pageRows
            if page >= pages.count || pages[page].isEmpty {
                guard newValue != 0 else { return }
                while page >= pages.count { pages.append([]) }
                pages[page] = ContiguousArray(repeating: 0, count: RowNumbers.pageRows)
            }
            pages[page][Int(row) % RowNumbers.pageRows] = newValue
        }
    }
}
