/// A queue: what is taken from the front may be put back at the end, in constant time each.
struct Ring<Element> {
    private var items: ContiguousArray<Element?> = []
    private var head = 0

    /// Whether there is nothing to take.
    var isEmpty: Bool { head == items.count }

    /// Adds at the end.
    mutating func append(_ element: Element) { items.append(element) }

    /// Takes from the front.
    mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        let first = items[head]
        items[head] = nil
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4096 && head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
        return first
    }
}
