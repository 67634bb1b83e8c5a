/// Rows in pages of 1,024, addressed by number. Each page is copied on its own when the table is
/// shared with a snapshot, and growing never copies what is there.
struct PagedTable<Element: Sendable>: Sendable {
    private static var pageRows: Int { 1024 }

    private var pages: ContiguousArray<ContiguousArray<Element>> = []

    /// How many rows there are.
    private(set) var count: UInt32 = 0

    /// The row of a number below `count`.
    subscript(row: UInt32) -> Element {
        _read { yield pages[Int(row >> 10)][Int(row & 1023)] }
        _modify { yield &pages[Int(row >> 10)][Int(row & 1023)] }
    }

    /// Adds a row and answers its number.
    mutating func append(_ element: Element) -> UInt32 {
        if Int(count >> 10) == pages.count {
            var page = ContiguousArray<Element>()
            page.reserveCapacity(Self.pageRows)
            pages.append(page)
        }
        pages[pages.count - 1].append(element)
        count += 1
        return count - 1
    }
}

/// No row: the end of a list, or nothing there.
let noRow = UInt32.max
