import Contracts
import RPC

/// Reports of what was shown, sent in batches. Confined to the client's loop.
///
/// One call is under way at a time; what is shown meanwhile goes with the next. A report that fails
/// is kept for the next batch, and the server sends the occurrence again anyway.
final class ShownReports {
    private var waiting: [OccurrenceID] = []
    private var sending: Task<Void, Never>?

    /// Reports kept while the gateway is away.
    static let waitingMax = 4096
    /// How long a batch is given.
    private static let timeoutUs: Int64 = 5_000_000

    /// Adds one; it leaves at the end of this turn of the loop, with what else came in it.
    func add(_ occurrence: OccurrenceID, _ client: isolated Client) {
        if waiting.count >= ShownReports.waitingMax { waiting.removeFirst() }
        waiting.append(occurrence)
        guard sending == nil else { return }
        sending = Task {
            await send(client)
            sending = nil
        }
    }

    /// Sends what is left, even when the caller's own task is cancelled.
    func flush(_ client: isolated Client) async {
        await sending?.value
        await Task { await send(client) }.value
    }

    private func send(_ client: isolated Client) async {
        while !waiting.isEmpty {
            var request = ReportShown()
            request.occurrences = Array(waiting.prefix(Contracts.Limits.shownPerCallMax))
            waiting.removeFirst(request.occurrences.count)
            do {
                _ = try await client.call(
                    Reminders.shown, request, timeoutUs: ShownReports.timeoutUs)
            } catch let error as RPCError where Watch.passes(error) {
                waiting = request.occurrences + waiting
                return
            } catch {
                // The server refuses this batch for good; sending it again would not help.
            }
        }
    }
}
