import Catalogue
import Contracts
import Host
import RPC

/// Draws ideas for time together. Pure but for the randomness given.
package enum Suggestion {
    /// Different ideas each time, none above the cost; at least a third new where there are enough.
    package static func ideas(
        _ request: SuggestTime, from all: [TimeIdea], random: inout some RandomNumberGenerator
    ) throws(RPCError) -> IdeaList {
        guard 0...Limits.costMax ~= request.costMax else {
            throw .refused(
                .invalidArgument, .fieldInvalid, field: "cost_max", limit: Int64(Limits.costMax))
        }
        guard request.count <= Contracts.Limits.ideasMax else {
            throw .refused(
                .invalidArgument, .fieldInvalid, field: "count",
                limit: Int64(Contracts.Limits.ideasMax))
        }
        let count = Int(request.count == 0 ? Limits.ideasUsual : request.count)
        let fitting = all.filter {
            $0.cost <= request.costMax && (!request.apart || $0.place == .apart)
        }.shuffled(using: &random)
        // The new ones that are needed first, then whatever comes.
        let new = fitting.indices.filter { fitting[$0].isNew }.prefix((count + 2) / 3)
        let rest = fitting.indices.filter { !new.contains($0) }
        var list = IdeaList()
        list.ideas = (new + rest).prefix(count).shuffled(using: &random).map { index in
            var idea = Idea()
            idea.title = fitting[index].title
            idea.minutes = fitting[index].minutes
            idea.cost = fitting[index].cost
            idea.isNew = fitting[index].isNew
            return idea
        }
        return list
    }
}
